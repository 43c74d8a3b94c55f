"""What stands between the browser and the pages: whom the server answers, and with what."""

"""The steps of matching on a Spark cluster; `engine_spark` strings them together."""

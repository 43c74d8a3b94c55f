"""A package that the Salesforce CLI loads by a script, and scripts that fetch the exports."""

"""The result files of what was loaded into Salesforce: told apart, read, and whose they are."""

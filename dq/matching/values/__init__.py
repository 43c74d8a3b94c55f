"""Values in their normal form: names, addresses, numbers and companies, ready for comparison."""

"""Which card is its account's general card: the shared mailbox's, in the account's name."""

# Whether it is, by columns kind, first_name, last_name and account_name, in words that both DuckDB
# and Spark know: a card says it itself, or has for last name what the account is called.
GENERAL = """
case
    when kind is not null then kind = 'general'
    when first_name is not null then false
    else coalesce(
        length(last_name) > 2
            and (
                position(lower(account_name) in lower(last_name)) = 1
                or position(lower(last_name) in lower(account_name)) = 1
            ),
        false
    )
end
""".strip()

"""Addresses that name nobody."""


def mistyped(address: str, at: int = -1) -> str:
    """`address` with one other character at the place `at`; never the same address by chance."""
    at %= len(address)
    return address[:at] + ("A" if address[at] != "A" else "B") + address[at + 1 :]

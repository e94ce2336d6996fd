"""How each row of the matrix of rights is proven: rows that could leak are made, and a reader asks for them."""

from tests.contracts.proofs import governance, meetings, opinions, reports

PROOFS = {**governance.PROOFS, **meetings.PROOFS, **opinions.PROOFS, **reports.PROOFS}

"""The stakes that one file states, and what contradicts itself among them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from govgraph.messages import _

_MOST = Decimal("100.05")


class StakeClaims:
    """The stakes of one file. Many processes repeat a supplier's owners, and what contradicts itself would
    break the whole graph once the supplier is known to be one."""

    def __init__(self) -> None:
        self.stakes: dict[tuple[str, ...], str] = {}
        self.sums: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)

    def judge(self, held: str, holder: str, interest: str, moment: str, stake: str) -> str:
        """Why a stake cannot stand beside those before it, "known" for one that stands already, else ""."""
        known = self.stakes.get((held, holder, interest, moment))
        if known is not None:
            return "known" if known == stake else _("another stake of one holder at one time")
        total = self.sums[held, interest, moment] + Decimal(stake or 0)
        if total > _MOST:
            return _("the holdings of one company add up to more than 100")
        self.sums[held, interest, moment] = total
        self.stakes[held, holder, interest, moment] = stake
        return ""

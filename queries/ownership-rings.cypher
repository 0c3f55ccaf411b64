// title: 哪些公司循环持股 | Which companies hold each other in a ring
// theme: ownership
// answers: Rings of holdings: companies of which each holds shares in the next and the last in the first, with the
//   part of itself that each so holds.
// why: In a ring nobody outside can be named for a part of the shares; capital may be counted twice, and whoever
//   sits in one of the boards may vote on itself.
// excludes: Rings of more steps than asked for. Only holdings of one kind count, shares unless another kind is
//   asked for; a nominee's, a board seat and interests of unknown kind never do, nor does what a source only
//   expects or another denies. Ended holdings count: where the ring's earliest known end lies before its latest
//   known start, it may never have been one at any time.
// references: The share is the product of the stakes around the ring, lowest and highest where they were reported
//   at different times, as a range, or by sources that differ; empty where a stake is not known, which is counted.
// needs: Agent.holdsSharesIn
// param company: entity list = null | 只看经过这些公司的环 | Only rings through these companies
// param length: integer = 6 | 环的步数至多 | Steps in a ring, at most
// param interest: text = shareholding | 权益类别，如 voting-rights | Kind of interest, such as voting-rights
// analysis: rings
// column ring: text | 循环 | Ring
// column length: integer | 步数 | Steps
// column shareMin: number | 自持最低% | Of itself, lowest %
// column shareMax: number | 自持最高% | Of itself, highest %
// column unknown: integer | 比例不明的步数 | Steps of unknown stake
// column since: date | 最晚开始 | Latest start
// column until: date | 最早结束 | Earliest end
// order: length, ring

MATCH (h:Agent)-[r:HOLDS_SHARES_IN]->(c:LegalEntity)
WHERE coalesce(r.interest, 'shareholding') = $interest
RETURN h.id AS holderId, h.name AS holder, c.id AS heldId, c.name AS held, r.stake AS stake, r.stakeMin AS stakeMin,
       r.stakeMax AS stakeMax, r.since AS since, r.until AS until

// title: 公司最终归谁、各占多少 | Who holds a company in the end, and how much
// theme: ownership
// answers: For each company the last holders of its shares, persons and companies of whom no holder is known, with
//   what their stakes come to over all ways: multiplied along each way and added up.
// why: A holder may have little directly and much through others; only the sum of all ways tells how much.
// excludes: Holdings that have ended. A way passes no company twice, so that what runs round a ring stays untraced,
//   and has at most so many steps: who is then not the last is marked so. Only holdings of one kind count, shares
//   unless another kind is asked for; a nominee's, a board seat and interests of unknown kind never do, nor does
//   what a source only expects or another denies.
// references: The lowest and highest share differ where stakes were reported at different times, as a range, or by
//   sources that differ. A way with a stake that is not known adds nothing to the lowest share, leaves the highest
//   empty and is counted. Untraced is what the lowest shares of all rows leave of a company: unknown stakes, holders
//   whom no source names, rings. A row without holder is a company that is held in a ring alone.
// needs: Agent.holdsSharesIn
// param company: entity list = null | 只看这些公司 | Only these companies
// param depth: integer = 6 | 一条路径的步数至多 | Steps of a way, at most
// param interest: text = shareholding | 权益类别，如 voting-rights | Kind of interest, such as voting-rights
// analysis: final_shares
// column company: text | 公司 | Company
// column holder: text | 持有人 | Holder
// column final: boolean | 最终持有人 | Last holder
// column level: integer | 最近层级 | Nearest level
// column ways: integer | 路径数 | Ways
// column shareMin: number | 最低比例% | Lowest %
// column shareMax: number | 最高比例% | Highest %
// column unknown: integer | 比例不明的路径 | Ways of unknown stake
// column untraced: number | 未查明% | Untraced %
// order: company, shareMin desc, holder, final, level

MATCH (h:Agent)-[r:HOLDS_SHARES_IN]->(c:LegalEntity)
WHERE coalesce(r.interest, 'shareholding') = $interest AND r.until IS NULL
RETURN h.id AS holderId, h.name AS holder, c.id AS heldId, c.name AS held, r.stake AS stake, r.stakeMin AS stakeMin,
       r.stakeMax AS stakeMax, r.since AS since, r.until AS until

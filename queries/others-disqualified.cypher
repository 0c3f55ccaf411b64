// title: 哪些中标人的对手都被否决 | Which winners had all rivals ruled out
// theme: red-flags
// answers: Which contests went to the one bidder whose bid was not ruled out, while all others' were.
// why: Who may rule out all other bids decides the contest without comparing any.
// excludes: Withdrawn bids. Contests with two valid bidders, or that went to somebody else as well. A lot is a contest, and
//   so is a project whose bids name no lot. A consortium is one bidder.
// references: OCP Cardinal R035, all except winning bid disqualified. Ours looks at each lot, takes a bid without a
//   status for a valid one, counts a consortium once where Cardinal counts its members, and keeps contests beside whose
//   award another is still pending. An indicator is a question, not an accusation.
// needs: Bid.status, Award.awardedTo
// innocent: 他人确实缺少法定资质或未作实质性响应 |
//   the others did lack a licence that the law asks for, or did not answer the tender
// settles: 资格审查与评标报告、否决理由、投诉与答复 |
//   the evaluation report with its reasons for ruling out, complaints and answers
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// param minimum: integer = 1 | 被否决的其他投标人至少 | Other bidders ruled out, at least
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column winner: text | 中标人 | Winner
// column others: integer | 被否决的家数 | Others ruled out
// column names: list | 被否决者 | Who was ruled out
// order: others desc, project, lot, winner, buyer

// Each bidder of a contest, and whether any of its bids was left.
MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(v:Agent)
WHERE coalesce(bid.status, '') <> 'withdrawn'
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, lot, v, min(CASE bid.status WHEN 'disqualified' THEN 1 ELSE 0 END) AS out
WITH p, lot, collect(CASE out WHEN 0 THEN v.id END) AS valid, collect(CASE out WHEN 1 THEN v.name END) AS names
WHERE size(valid) = 1 AND size(names) >= $minimum AND size(names) > 0

// It and nobody else won.
WITH p, lot, valid[0] AS one, names
MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
OPTIONAL MATCH (a)-[:FOR_LOT]->(awarded:Lot)
WITH p, lot, one, names, w, awarded
WHERE coalesce(awarded.id, '') = coalesce(lot.id, '')
WITH p, lot, one, names, collect(DISTINCT w.id) AS winners, min(w.name) AS winner
WHERE size(winners) = 1 AND one IN winners
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, names, winner, b
WHERE $buyer IS NULL OR b.id IN $buyer
RETURN p.name AS project, lot.name AS lot, b.name AS buyer, winner AS winner, size(names) AS others, names AS names

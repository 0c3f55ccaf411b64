// title: 谁在截止后投标却中标 | Who won with a bid that came too late
// theme: red-flags
// answers: Which awards went to a bidder whose first valid bid was received after the deadline.
// why: A bid that may come late can be made when the others are known.
// excludes: Deadlines that are not known to the day, and bids that were withdrawn or ruled out. Of a bid that is known
//   to the month or year only, the first day of it counts. Where several notices call for the same lot or project the
//   latest deadline counts.
// references: OCP Cardinal R030, late bid won: a valid bid received after the end of the tender period, by a supplier
//   of an active award. Ours goes lot by lot, knows days and not hours, so that a bid later on the day itself is not
//   seen, and asks for the bidder's first valid bid, where Cardinal takes it that there was no earlier one. Tenders that
//   were cancelled, which Cardinal leaves out, count where something was awarded nonetheless.
//   An indicator is a question, not an accusation.
// needs: Bid.date, CallForTenders.deadline, Award.awardedTo
// innocent: 截止日期经公告延后而图中没有该公告，或所记是开标、录入日期 |
//   a notice that is not in the graph moved the deadline, or the date is that of opening or entry
// settles: 更正公告、投标文件接收记录与开标记录 |
//   corrections, the record of bids received, and the record of their opening
// param buyer: entity list = null | 只看这些采购人 | Only these buyers
// column project: text | 项目 | Project
// column lot: text | 标包 | Lot
// column buyer: text | 采购人 | Buyer
// column bidder: text | 中标人 | Winner
// column deadline: date | 截止日期 | Deadline
// column received: date | 投标日期 | Received
// column days: integer | 迟到天数 | Days late
// order: days desc, project, lot, bidder, buyer

MATCH (p:Project)<-[:CONCERNS]-(bid:Bid)-[:HAS_BIDDER]->(v:Agent)
WHERE bid.date IS NOT NULL AND NOT coalesce(bid.status, '') IN ['withdrawn', 'disqualified']
OPTIONAL MATCH (bid)-[:FOR_LOT]->(lot:Lot)
WITH p, lot, v, min(bid.date) AS received

// The latest deadline of a call for the same lot, or for all of them.
MATCH (p)<-[:CONCERNS]-(notice:CallForTenders)
WHERE notice.deadlinePrecision = 'day'
OPTIONAL MATCH (notice)-[:FOR_LOT]->(called:Lot)
WITH p, lot, v, received, notice, called
WHERE called IS NULL OR called.id = lot.id
WITH p, lot, v, received, max(notice.deadline) AS deadline
WHERE received > deadline

MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
WHERE w.id = v.id
OPTIONAL MATCH (a)-[:FOR_LOT]->(awarded:Lot)
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH p, lot, v, received, deadline, b, awarded
WHERE coalesce(awarded.id, '') = coalesce(lot.id, '') AND ($buyer IS NULL OR b.id IN $buyer)
RETURN DISTINCT p.name AS project, lot.name AS lot, b.name AS buyer, v.name AS bidder, deadline AS deadline, received AS received,
       duration.inDays(deadline, received).days AS days

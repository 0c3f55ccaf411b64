// title: 哪些政企协议之后有了合同 | Which agreements with giants were followed by contracts
// theme: ties
// answers: For every agreement between a public body and a group or its company: which awards or contracts of
//   that public body's region followed, to the group or a company, venture or consortium of it.
// why: An agreement is a promise between leaders; whether the work then went to the same group, and how, tells
//   what it was worth.
// excludes: Awards before the agreement; they have no row. After is not because of. An award without a date, or
//   an agreement without one, has a row with days left empty, and so has one whose date is known to the
//   month or year only: such a date stands as its first day, and its precision beside it.
// references: The region is the body's jurisdiction or one within it; an agency counts as its region. The
//   group is a party itself or has a member that is one; it is tied to the award's project by the rule
//   group-tie, directly or by a joint venture. An indicator is a question, not an accusation.
// needs: Agreement.agreementParty, Award.awardedTo
// innocent: 框架协议之后依法公开招标，中标者凭报价与方案取胜 |
//   a framework was followed by an open tender that the winner won on price and plan
// settles: 采购方式、招标文件与评标结果 |
//   the method, the tender file and the evaluation
// param group: entity list = null | 只看这些集团 | Only these groups
// param followed: boolean = false | 只看有后续的 | Only those that were followed
// column agreement: text | 协议 | Agreement
// column signed: date | 签署日期 | Signed
// column signedPrecision: text of precision | 签署日期精度 | Signed precision
// column body: text | 政府方 | Public body
// column group: text | 集团 | Group
// column followed: boolean | 有后续 | Followed
// column project: text | 项目 | Project
// column tie: text of tie | 关联 | Tie
// column date: date | 中标日期 | Date of award
// column datePrecision: text of precision | 中标日期精度 | Award precision
// column days: integer | 相隔天数 | Days between
// column winner: text | 中标人 | Winner
// column amount: money | 金额 | Amount
// column currency: text | 币种 | Currency
// order: signed, agreement, group, body, date, project, tie, winner

MATCH (public:PublicBody)<-[:AGREEMENT_PARTY]-(x:Agreement)-[:AGREEMENT_PARTY]->()-[:MEMBER_OF_GROUP*0..1]->(g:CorporateGroup)
WHERE $group IS NULL OR g.id IN $group
WITH DISTINCT x, public, g

// The places that the body answers for: awards there count, whatever agency bought.
OPTIONAL MATCH (public)-[:JURISDICTION]->(:Region)<-[:PART_OF*0..3]-(place:Region)
WITH x, public, g, collect(DISTINCT place.id) AS places

// Awards there to the group, itself or by a venture.
CALL (x, g, places) {
    MATCH (g)-[t:TIED_TO]->(p:Project)-[:IN_REGION]->(place:Region)
    WHERE place.id IN places AND t.tieKind IN ['direct', 'joint-venture'] AND t.stage = 'award'
    WITH x, p, t.tieKind AS tie, t.via AS through
    MATCH (p)<-[:CONCERNS]-(a:Award)-[:AWARDED_TO]->(w:Agent)
    WHERE coalesce(a.date >= x.date, true)
    OPTIONAL MATCH (w:Consortium)<-[:MEMBER_OF_CONSORTIUM]-(member:Organization)
    WITH p, tie, through, a, w, member
    WHERE through IN [w.id, member.id]
    RETURN collect(DISTINCT {project: p.name, tie: tie, award: a, winner: w.name}) AS found
}
UNWIND CASE WHEN size(found) > 0 OR $followed THEN found ELSE [null] END AS row
WITH x, public, g, row, row.award AS a
RETURN x.name AS agreement, x.date AS signed, x.datePrecision AS signedPrecision, public.name AS body, g.name AS group, a IS NOT NULL AS followed, row.project AS project,
       row.tie AS tie, a.date AS date, a.datePrecision AS datePrecision,
       CASE WHEN x.datePrecision = 'day' AND a.datePrecision = 'day' THEN duration.inDays(x.date, a.date).days END AS days, row.winner AS winner, a.amount AS amount,
       CASE WHEN a.amount IS NOT NULL THEN coalesce(a.currency, 'CNY') END AS currency

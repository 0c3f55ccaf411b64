// title: 谁以联合体中标 | Who won as a consortium
// theme: competition
// answers: Which awards went to a consortium, who its members are and who led it.
// why: The leader signs; the members do the work and share the money. Who joins whom is the first sign of
//   an alliance.
// excludes: Consortia that bid and lost. An amount belongs to the award and stands once, whatever the
//   number of members. A leader is named only where a source says who led.
// references: One row per award and consortium.
// needs: Consortium, Award.awardedTo
// param member: entity list = null | 只看有这些成员的 | Only with these members
// column project: text | 项目 | Project
// column buyer: text | 采购人 | Buyer
// column consortium: text | 联合体 | Consortium
// column date: date | 日期 | Date
// column amount: money | 金额 | Amount
// column currency: text | 币种 | Currency
// column leaders: list | 牵头方 | Leaders
// column members: list | 成员 | Members
// order: date desc, project, consortium

MATCH (a:Award)-[:AWARDED_TO]->(c:Consortium)<-[part:MEMBER_OF_CONSORTIUM]-(m:Organization)
MATCH (a)-[:CONCERNS]->(p:Project)
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH a, c, p, min(b.name) AS buyer, collect(DISTINCT m.id) AS ids, collect(DISTINCT m.name) AS members,
     collect(DISTINCT CASE WHEN part.role = 'leader' THEN m.name END) AS leaders
WHERE $member IS NULL OR any(id IN ids WHERE id IN $member)
RETURN p.name AS project, buyer AS buyer, c.name AS consortium, a.date AS date, a.amount AS amount,
       CASE WHEN a.amount IS NOT NULL THEN coalesce(a.currency, 'CNY') END AS currency, leaders AS leaders, members AS members

// title: 谁成立不久就中标 | Which winners were founded shortly before
// theme: red-flags
// answers: Which firms won an award, or were named as the only supplier, within a year of being founded.
// why: A firm without a past can hardly have shown that it can do the work; it may have been founded for it.
// excludes: Firms whose founding date is not known. Where only the month or year is known, the first day of it
//   counts, so that the firm may be younger than the row says.
// references: Prozorro's risk indicators have the like; OCP Cardinal has no code for it. Members of a winning
//   consortium count. An indicator is a question, not an accusation.
// needs: Organization.founded, Award.date
// innocent: 由已有企业分立、改制或为项目依法组建，经验随母公司而来 |
//   it was split off, reorganised, or founded for the project by law, with its parent's experience
// settles: 工商登记沿革、股东与资格审查材料 |
//   its registration history, its owners, and the qualification file
// param days: integer = 365 | 成立天数至多 | Days since founding, at most
// column firm: text | 企业 | Firm
// column founded: date | 成立日期 | Founded
// column precision: text of precision | 日期精度 | Known to the
// column stage: text of stage | 阶段 | Stage
// column date: date | 日期 | Date
// column days: integer | 天数 | Days
// column project: text | 项目 | Project
// order: days, firm, stage, project

MATCH (f:Organization)-[:MEMBER_OF_CONSORTIUM*0..1]->()<-[:AWARDED_TO|NAMES_SUPPLIER]-(s:ProcurementStep)-[:CONCERNS]->(p:Project)
WHERE f.founded IS NOT NULL AND s.date >= f.founded
WITH DISTINCT f, s, p, duration.inDays(f.founded, s.date).days AS days
WHERE days <= $days
RETURN f.name AS firm, f.founded AS founded, f.foundedPrecision AS precision, CASE WHEN s:Award THEN 'award' ELSE 'publicity' END AS stage,
       s.date AS date, days AS days, p.name AS project

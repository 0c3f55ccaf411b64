// title: 谁在互不相关的品目中中标 | Which vendors win across unrelated categories
// theme: red-flags
// answers: Which vendors won awards in three or more divisions of a classification.
// why: A firm that wins furniture, networks and consultancy alike may be a front, or a favourite.
// excludes: Awards of which nothing has a category code. The award's own codes go before its contracts', these
//   before its lot's, and these before its project's.
//   Members of a winning consortium count only by awards that are theirs alone.
// references: OCP Cardinal R048, heterogeneous supplier: as many first levels (two digits) of a classification as
//   lie above an upper fence, the third quartile and 1.5 interquartile ranges. Ours has a number that you choose.
//   A division is the scheme and the first two signs of the code. An indicator is a question, not an accusation.
// needs: Thing.categoryCode, Award.awardedTo
// innocent: 企业是综合集成商或经销商，或一个项目跨几类 |
//   the firm is a general integrator or reseller, or one project spans several classes
// settles: 企业的资质与经营范围、各项目的采购内容 |
//   its licences, and what each project bought
// param minimum: integer = 3 | 大类至少 | Divisions, at least
// column vendor: text | 供应商 | Vendor
// column divisions: integer | 大类数 | Divisions
// column awards: integer | 中标数 | Awards
// column codes: list | 大类 | Division codes
// column buyers: list | 采购人 | Buyers
// order: divisions desc, awards desc, vendor

MATCH (v:Agent)<-[:AWARDED_TO]-(a:Award)-[:CONCERNS]->(p:Project)
WHERE NOT v:Consortium
OPTIONAL MATCH (a)-[:FOR_LOT]->(lot:Lot)
OPTIONAL MATCH (a)<-[:FOLLOWS_AWARD]-(c:Contract)
OPTIONAL MATCH (p)-[:HAS_BUYER]->(b:Organization)
WITH v, a, b, coalesce(a.categoryCode, c.categoryCode, lot.categoryCode, p.categoryCode) AS codes
UNWIND codes AS code
WITH v, a, b, split(code, ':')[0] + ':' + substring(split(code, ':')[1], 0, 2) AS division
WITH v, count(DISTINCT division) AS divisions, count(DISTINCT a) AS awards, collect(DISTINCT division) AS codes, collect(DISTINCT b.name) AS buyers
WHERE divisions >= $minimum
RETURN v.name AS vendor, divisions AS divisions, awards AS awards, codes AS codes, buyers AS buyers

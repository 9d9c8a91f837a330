//! Comparison with neighbours: what else there is, and when to take that instead.
//!
//! No two of these answer the same question. Facts about other projects are from the places that
//! are linked; where we say nothing about a point, we have not looked.
//!
//! # In short
//!
//! | | the question that it answers | use it rather than servanda if |
//! | --- | --- | --- |
//! | state machine crates | in which state is this component? | your states are few, and yours to name |
//! | event sourcing crates | how do I store what happened, and rebuild state from it? | you need a store; then use both |
//! | Declare | which orders of activities does this log show, or break? | nobody owes anybody, and you have many traces to learn from |
//! | DCR graphs | which activities may, and which must, be done next? | a case worker needs a process that bends |
//! | Symboleo | does a formal contract have the properties that I want? | you want proofs by model checking |
//! | eFLINT | which powers and duties follow from these norms and these facts? | rules of law over many people and relations |
//! | Dogwood | may this agent do this now, after what it did before? | you decide requests, and nobody owes anybody |
//! | URGE | is this action permitted, in each of several logics, and by what derivation? | you reason in logics, on small devices, too |
//! | MonPoly, WhyMon | where does this stream of events break this formula? | your rule is a formula over data, and you have millions of events of many things |
//! | LegalRuleML | how do I mark up rules of law so that others can exchange them? | you publish norms, with their exceptions and sources |
//! | **servanda** | who owes what now, and who broke what, when and why? | |
//!
//! # State machine crates
//!
//! [`statig`](https://docs.rs/statig) gives hierarchical state machines (states nested in superstates,
//! with or without a heap), [`rust-fsm`](https://docs.rs/rust-fsm) a small language for finite
//! ones. There you name the states and write the transitions. In servanda you write what was
//! promised; the states of an obligation are always the same ten, the transitions follow from the
//! rules, and several dozen obligations run beside each other. A refusal tells what was unmet, and
//! time is part of the rules. For a protocol, a device, a dialogue, take one of those.
//!
//! # Event sourcing crates
//!
//! [`cqrs-es`](https://docs.rs/cqrs-es) and [`esrs`](https://docs.rs/esrs) store the events of aggregates
//! and rebuild their state from them; what a command may do is code that you write. A monitor here
//! is such a state, rebuilt from events, and `submit` is such a guard, so the two go together: let
//! the store keep the log, and let the aggregate hold a [`Monitor`](crate::Monitor), or its
//! [`Saved`](crate::Saved) state. servanda stores nothing itself.
//!
//! # Declare, and process mining
//!
//! Declare describes a process by constraints over activities (*response*: whenever A occurs, B
//! follows), with a meaning in temporal logic over finite traces.
//! [pm4py](https://pypi.org/project/pm4py/) discovers such constraints in a log and checks logs
//! against them, [Declare4Py](https://pypi.org/project/declare4py/) does, with data in its
//! conditions (MP-Declare), and more. They learn models from logs, which servanda does not. They
//! say of a trace *that* a constraint is broken; they have no debtor and creditor, no waiver,
//! release or extension, no breach that is cured. In Rust,
//! [`process_mining`](https://docs.rs/process_mining) reads event data.
//!
//! # DCR graphs
//!
//! Dynamic condition response graphs relate activities by *condition*, *response*, *include* and
//! *exclude* (Hildebrandt and Mukkamala, "Declarative Event-Based Workflow as Distributed Dynamic
//! Condition Response Graphs", [arXiv:1110.4161](https://arxiv.org/abs/1110.4161)); later versions
//! have deadlines with ISO 8601 durations, data, and tools in which one draws and simulates
//! ([wiki.dcrgraphs.net](https://wiki.dcrgraphs.net/category/dcr-semantics/)). A condition there is
//! our `requires`, a pending response our *due*. Exclusion lets a process change its shape as it
//! runs, which servanda has only by `until`, `expires_when` and `suspended_while`. What a graph does not tell is to
//! whom something is owed, and so who may release, extend or waive it.
//!
//! # Symboleo
//!
//! The nearest neighbour. Symboleo specifies contracts as obligations and powers, with a meaning
//! given by axioms on statecharts of contracts, obligations and powers; it has surviving
//! obligations, and operations while a contract runs: subcontracting, assignment, substitution. Its
//! tools check that scenarios comply, and model-check properties in temporal logic (Parvizimosaed
//! and others, "Specification and analysis of legal contracts with Symboleo", *Software and Systems
//! Modeling*, 2022,
//! [abstract](https://openreview.net/forum?id=j_FXiXesmz);
//! [compliance checker](https://github.com/Smart-Contract-Modelling-uOttawa/Symboleo-Compliance-Checker)
//! in Prolog). It can say more: typed assets and roles, parameters, powers as things of their own.
//! servanda has one page of rules for what a log means to the nanosecond, is a library to embed in
//! a program, and answers each event at once. A power here is an act that is void unless it is done
//! by right; what it changes is written in the conditions of the obligations that it touches, which
//! is plainer and less expressive.
//!
//! # eFLINT
//!
//! eFLINT is a language for norms of law, regulations and contracts, in the tradition of Hohfeld's
//! powers and duties, with declarative and procedural parts: facts and rules to infer them, acts,
//! duties and their violations. Its interpreter assesses scenarios and running cases and reports
//! violations (van Binsbergen, Esterhuyse and Müller, "Reflections on the design, applications and
//! implementations of the normative specification language eFLINT",
//! [arXiv:2511.12276](https://arxiv.org/abs/2511.12276), 2025). It reasons over any number of
//! people and relations, and infers facts by rules; an agreement in servanda has a fixed list of
//! parties and obligations, and infers nothing. What servanda is about is time and blame:
//! deadlines, periods, rest, what was known when, and who is at fault.
//!
//! # Dogwood
//!
//! Cedar, the policy language, with conditions on the past: *permit a refund if a fraud check ran
//! within the hour*. [`dogwood-language`](https://docs.rs/dogwood-language) reads and checks policies and
//! says what they mean; [`dogwood-local-engine`](https://docs.rs/dogwood-local-engine) decides each
//! request against the events before it, brings concurrent requests into an order, and keeps its history
//! on disk across a crash ([reference](https://dogwood-policy.github.io/dogwood/index.html)). It joins
//! events by their data, it adds up amounts over a stretch of time, whatever is valid Cedar is valid in
//! it, and its store is durable: all that it does better. It answers whether a request is permitted now.
//! It has no duties and so nobody who owes them, nothing becomes overdue because time passes, and
//! nobody is to blame; nor does it keep, of what was permitted, the history of what became of it.
//! [`Monitor::submit`](crate::Monitor::submit) is such a gate, too, but of one agreement, with its
//! obligations behind it.
//!
//! # URGE
//!
//! A "universal reasoning governance engine"
//! ([`urge-runtime`](https://docs.rs/urge-runtime), of the facade [`urge`](https://docs.rs/urge)). It takes
//! an expression (`must authorized and always audit_running`) through engines of seven logics, deontic
//! and temporal ones among them, checks them against each other, and gives a verdict with its
//! derivation and a formula of it. Its core runs without an allocator, its audit log is append-only, and
//! obligations with a deadline have a life over time, told by a tick. It is better for reasoning in
//! several logics, and on bare metal. It has no agreement as a whole, in which the duties of several
//! parties wait for each other, and no log that is judged after the fact.
//!
//! # Runtime monitors
//!
//! [MonPoly](https://sourceforge.net/projects/monpoly/) checks logs against formulas of metric
//! first-order temporal logic: *whoever is paid out a large sum is reported within five days*, over all
//! customers and sums that come, with sums and averages. WhyMon monitors the same logic and gives with
//! each verdict a proof tree, which a checker certifies that is itself formally verified (Lima, Huerta y
//! Munive and Traytel, "WhyMon: A Runtime Monitoring Tool with Explanations as Verdicts", 2024,
//! [draft](https://traytel.bitbucket.io/papers/atva24-whymon-tool/index.html)). They say far more about
//! data, and their explanations are proofs; ours are sentences, and what the tests hold the engine to. A
//! formula there is satisfied or violated at a point of a stream. That somebody owed it, to whom, that it
//! rested meanwhile, was extended, waived, cured or made up for, has to be put into the formula by hand.
//!
//! # LegalRuleML
//!
//! An OASIS specification for marking up rules of law in XML: constitutive and prescriptive rules
//! with deontic operators, defeasibility, and links to sources, authorities and jurisdictions
//! ([core specification
//! 1.0](http://docs.oasis-open.org/legalruleml/legalruleml-core-spec/v1.0/legalruleml-core-spec-v1.0.html)).
//! It is a format for exchange, not an engine: what a rule does to a log is for whoever executes
//! it. servanda's `passages` and `cites` do a small part of that marking up.
//!
//! # What servanda does not have
//!
//! No probabilities, no variables over things, no rules that beat other rules, no disputed facts, no
//! proofs over all possible logs. Figures can have a unit (`USD` with two places), and are counted, not
//! converted. A duty that recurs is one obligation for
//! each occasion, or a run of its own (a `case`). If your text needs those, look at Symboleo,
//! eFLINT, MonPoly or LegalRuleML first.

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
//! | LegalRuleML | how do I mark up rules of law so that others can exchange them? | you publish norms, with their exceptions and sources |
//! | **servanda** | who owes what now, and who broke what, when and why? | |
//!
//! # State machine crates
//!
//! [`statig`](https://docs.rs/statig) gives hierarchical state machines (states nested in superstates,
//! with or without a heap), [`rust-fsm`](https://docs.rs/rust-fsm) a small language for finite
//! ones. There you name the states and write the transitions. In servanda you write what was
//! promised; the states of an obligation are always the same nine, the transitions follow from the
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
//! runs, which servanda has only by `until` and `suspended_while`. What a graph does not tell is to
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
//! a program, and answers each event at once. Powers are written as acts and conditions here, which
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
//! No money, no probabilities, no variables over parties or things, no rules that beat other rules,
//! no disputed facts, no proofs over all possible logs. A duty that recurs is one obligation for
//! each occasion, or a run of its own (a `case`). If your text needs those, look at Symboleo,
//! eFLINT or LegalRuleML first.

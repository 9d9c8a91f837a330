//! The names of the settlement.

crate::vocabulary! {
    /// The names of the settlement of 27 October 1962, in all its readings.
    ///
    /// ```
    /// use servanda::cuba::{self, Cuba};
    /// let agreement: servanda::Agreement<Cuba> = cuba::agreement(cuba::Reading::Verified)?;
    /// # let _ = agreement;
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub struct Cuba;

    /// Who acts in the settlement: those whom the letter names.
    ///
    /// ```
    /// use servanda::cuba::{self, Party, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(Party::Un.to_string(), "un");
    /// assert_eq!(agreement.party_description(Party::Cuba), Some("Cuba, not a signatory"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub enum Party {
        /// The United States of America, which writes the letter.
        Us,
        /// The Union of Soviet Socialist Republics, to which it is written.
        Ussr,
        /// The United Nations, through the Acting Secretary-General (para-1b, para-2a, item-2).
        Un,
        /// Cuba, on whose soil it all is, and which signed nothing.
        Cuba,
        /// Other nations of the Western Hemisphere (item-2c).
        Hemisphere,
    }

    /// What can be done in the settlement.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(Act::LiftQuarantine.to_string(), "lift-quarantine");
    /// assert_eq!(agreement.act_terms(Act::LiftQuarantine).unwrap().actors(), [Party::Us]);
    /// assert!(agreement.act_terms(Act::UndertakeBomberRemoval).is_none());   // only in practice
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub enum Act {
        /// The Soviet Union accepts the proposal, and the settlement enters into force. The answer
        /// of 28 October; the letter only hopes for it (para-4c).
        AcceptProposal,
        /// A side instructs its representative in New York (para-2a, para-3a).
        InstructRepresentative,
        /// Work on the bases ceases (para-1b, para-4a).
        CeaseWork,
        /// Work on the bases goes on again: the way back from para-1b.
        ResumeWork,
        /// The weapons are made inoperable (para-1b, para-4a).
        RenderInoperable,
        /// The weapons are made ready again: the way back from para-1b.
        RestoreWeapons,
        /// The arrangement for a permanent solution is worked out (para-2a).
        ConcludeArrangement,
        /// Adequate arrangements through the United Nations are established (item-2).
        EstablishArrangements,
        /// Weapons leave Cuba, counted one by one (item-1a).
        RemoveWeapons,
        /// Such weapons come to Cuba again (item-1b).
        IntroduceWeapons,
        /// Suitable safeguards against that are accepted (item-1b).
        AcceptSafeguards,
        /// The quarantine is suspended, which is less than lifted; the letter does not speak of it.
        SuspendQuarantine,
        /// The suspended quarantine is resumed; the letter does not speak of it.
        ResumeQuarantine,
        /// The quarantine is removed (item-2a).
        LiftQuarantine,
        /// Assurances against an invasion of Cuba are given (item-2b).
        AssureNoInvasion,
        /// Cuba is invaded: what item-2b assures against.
        InvadeCuba,
        /// Other nations of the hemisphere give the same assurances (item-2c).
        AssureLikewise,
        /// The arrangements are announced to the world (para-3a).
        AnnounceSettlement,
        /// Talks on a general arrangement on other armaments are opened (para-3b).
        OpenGeneralTalks,
        /// A detente between the alliances is proposed (para-3c).
        ProposeDetente,
        /// Such a proposal is considered with the allies (para-3c).
        ConsiderDetente,
        /// Cuba is linked to the broader questions of European and world security (para-4b).
        LinkBroaderQuestions,
        /// Inspection on Cuban soil is refused; nothing in the letter binds Cuba.
        RefuseInspection,
        /// The removal of the bombers within 30 days is undertaken: the Soviet message of 20
        /// November, not the letter; only in [`Reading::Practised`](super::Reading::Practised).
        UndertakeBomberRemoval,
    }

    /// What the sides owe each other under the settlement, or expect of each other.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let terms = agreement.obligation_terms(Obligation::HemisphereLikewise).unwrap();
    /// assert!(!terms.is_binding());
    /// // Only in practice.
    /// assert!(agreement.obligation_terms(Obligation::RemoveBombers).is_none());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub enum Obligation {
        /// Work on the bases is to cease ([para-1b, para-4a](super::clauses::para_1b)).
        CeaseWork,
        /// Once ceased, it is not to go on again ([para-1b](super::clauses::para_1b)).
        StayCeased,
        /// The weapons are to be made inoperable ([para-1b, para-4a](super::clauses::para_1b)).
        RenderInoperable,
        /// Once inoperable, they are not to be made ready again
        /// ([para-1b](super::clauses::para_1b)).
        StayInoperable,
        /// The Soviet representative is expected to be instructed
        /// ([para-3a](super::clauses::para_3a)).
        InstructRepresentative,
        /// An arrangement is hoped for that weekend ([para-2a](super::clauses::para_2a)).
        WorkOutArrangement,
        /// The weapons are to leave Cuba, all 84 ([item-1a](super::clauses::item_1a)).
        RemoveWeapons,
        /// No such weapons are to come to Cuba again ([item-1b](super::clauses::item_1b)).
        HaltIntroduction,
        /// Safeguards against that are to be accepted ([item-1b](super::clauses::item_1b)).
        AcceptSafeguards,
        /// The quarantine is to be removed ([item-2, item-2a](super::clauses::item_2a)).
        LiftQuarantine,
        /// An assurance against an invasion is to be given ([item-2,
        /// item-2b](super::clauses::item_2b)).
        AssureNoInvasion,
        /// Once given, the assurance is to be kept ([item-2b](super::clauses::item_2b)).
        KeepNoInvasion,
        /// Other nations of the hemisphere are expected to do likewise
        /// ([item-2c](super::clauses::item_2c)).
        HemisphereLikewise,
        /// An announcement is hoped for within a couple of days
        /// ([para-3a](super::clauses::para_3a)).
        Announce,
        /// Talks on other armaments are expected afterwards ([para-3b](super::clauses::para_3b)).
        GeneralArrangement,
        /// A proposal of a detente is expected to be considered
        /// ([para-3c](super::clauses::para_3c)).
        ConsiderDetente,
        /// A warning: wider questions are not to be linked to Cuba
        /// ([para-4b](super::clauses::para_4b)).
        NoLinkage,
        /// All weapons are to be out within 30 days of the undertaking of 20 November, the bombers
        /// included ([item-1a](super::clauses::item_1a)); only in
        /// [`Reading::Practised`](super::Reading::Practised).
        RemoveBombers,
    }
}

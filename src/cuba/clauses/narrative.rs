//! What only tells something (para-1a, para-2b, para-4c), and what stands beside the letter.
//!
//! Three passages bind nobody and expect nothing, so nothing cites them: the letter of 26 October
//! is welcomed (para-1a); its key elements are generally acceptable as they are understood
//! (para-2b); and there is the hope to agree quickly (para-4c).
//!
//! **In force upon acceptance.** A proposal binds nobody. Nothing is due until the Soviet Union
//! accepts ([`AcceptProposal`]), which is the agreement's entry into force.
//!
//! **Acts without a clause.** Some acts are in the agreement although the letter has no word on
//! them, because the log of that autumn has: the quarantine was suspended and resumed, and Cuba,
//! which signed nothing, refused inspection on its soil. Nothing forbids them and nobody owes them;
//! they are recorded, and change no obligation.
//!
//! **No end.** The letter names none, so the agreement never terminates by itself.
//!
//! [`AcceptProposal`]: crate::cuba::Act::AcceptProposal

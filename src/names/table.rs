//! A list that is looked up by the ids of one agreement.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A key into a [`Table`].
pub(crate) trait Key: Copy {
    fn at(place: u32) -> Self;
    fn place(self) -> usize;
}

macro_rules! key {
    ($($name:ty),*) => {$(
        impl Key for $name {
            fn at(place: u32) -> Self {
                Self::new(place)
            }

            fn place(self) -> usize {
                self.index()
            }
        }
    )*};
}

key!(
    super::PartyId,
    super::ActId,
    super::ObligationId,
    super::ToldId,
    super::KindId,
    super::CalendarId
);

/// One value for each id.
///
/// INVARIANT: a table is as long as the list of the agreement that its keys were made for, and
/// keys from outside are looked up in its lexicon before they get here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table<K, T> {
    values: Box<[T]>,
    keys: PhantomData<fn(K)>,
}

impl<K: Key, T> Table<K, T> {
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// How many bytes the values take, what they hold beside themselves left out.
    pub(crate) fn weight(&self) -> usize {
        size_of_val(&*self.values)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (K, &T)> + ExactSizeIterator {
        self.keys().zip(self.values.iter())
    }

    pub(crate) fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    pub(crate) fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "an agreement with more than 2^32 names is refused when it is built"
    )]
    pub(crate) fn keys(
        &self,
    ) -> impl DoubleEndedIterator<Item = K> + ExactSizeIterator + Clone + use<K, T> {
        (0..self.values.len()).map(|place| K::at(place as u32))
    }
}

impl<K, T> FromIterator<T> for Table<K, T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self { values: values.into_iter().collect(), keys: PhantomData }
    }
}

impl<K: Key, T> Index<K> for Table<K, T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "the invariant of the table")]
    fn index(&self, key: K) -> &T {
        &self.values[key.place()]
    }
}

impl<K: Key, T> IndexMut<K> for Table<K, T> {
    #[expect(clippy::indexing_slicing, reason = "the invariant of the table")]
    fn index_mut(&mut self, key: K) -> &mut T {
        &mut self.values[key.place()]
    }
}

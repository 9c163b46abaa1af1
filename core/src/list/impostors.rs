//! The second half of a pass: impostors and neighbours, held against the accounts.

use sha2::{Digest, Sha256};

use super::error::{Fault, ListError, RowProblem, Table};
use super::names::{Hash, Pass, handle, id, spot_of};
use super::parsed::Spot;
use super::schema::Impostor;
use crate::platform::Account;
use crate::sort::order;

impl Pass<'_, '_> {
    pub(super) fn impostors(&mut self) -> Result<(), ListError> {
        for (row, impostor) in self.parsed.impostors.impostors.iter().enumerate() {
            let spot = Spot { table: Table::Impostors, section: 0, row: row as u32 };
            if (self.dropped)(spot) {
                continue;
            }
            match self.impostor(spot, impostor) {
                Ok(names) => {
                    let index = self.impostor_spots.len() as u32;
                    for name in names {
                        self.names.impostors.insert(&name, index);
                    }
                    self.impostor_spots.push(spot);
                }
                Err(problem) => self.refused(spot, problem)?,
            }
        }
        Ok(())
    }

    fn impostor(&self, spot: Spot, impostor: &Impostor) -> Result<Vec<String>, RowProblem> {
        let mut names = vec![handle(impostor.platform, &impostor.handle)?.text()];
        for text in &impostor.account_ids {
            names.push(id(impostor.platform, text)?.text());
        }
        for name in &names {
            if let Some(listed) = self.names.account(name) {
                return Err(Fault::ListedImpostor.beside(name, &self.account_place(listed)));
            }
            if let Some(other) = self.names.impostors.get(name) {
                let first = spot_of(&self.impostor_spots, other).unwrap_or(spot);
                return Err(Fault::Duplicate.beside(name, &self.parsed.place(first)));
            }
        }
        let imitates = impostor.imitates.as_str();
        let known = match Account::parse(imitates) {
            Some(account) => self.is_listed(&account),
            None => self.names.agencies.get(imitates).is_some(),
        };
        if known { Ok(names) } else { Err(Fault::UnknownImitated.of(imitates)) }
    }

    pub(super) fn neighbours(&mut self) -> Result<(), ListError> {
        let rows = &self.parsed.impostors.neighbours;
        let spot = |row: usize| Spot { table: Table::Neighbours, section: 0, row: row as u32 };
        let mut hashes: Vec<(Hash, Spot)> = Vec::with_capacity(rows.len());
        for (row, text) in rows.iter().enumerate() {
            let spot = spot(row);
            if (self.dropped)(spot) {
                continue;
            }
            match from_hex(text) {
                Some(hash) => hashes.push((hash, spot)),
                None => self.refused(spot, Fault::BadNeighbour.of(text))?,
            }
        }
        let is_before = |one: u32, other: u32| hashes.get(one as usize) < hashes.get(other as usize);
        let order = order(hashes.len(), &is_before);
        let hashes: Vec<(Hash, Spot)> = order.into_iter().filter_map(|at| hashes.get(at as usize).copied()).collect();
        if !hashes.is_empty() {
            self.listed_neighbours(&hashes)?;
        }
        self.names.neighbours = hashes.into_iter().map(|(hash, _)| hash).collect();
        Ok(())
    }

    /// No neighbour may stand in another table. Which account a hash stands for shows only by hashing all others.
    fn listed_neighbours(&mut self, hashes: &[(Hash, Spot)]) -> Result<(), ListError> {
        let names = &self.names;
        let tables = [
            (&names.handles, &self.account_spots),
            (&names.ids, &self.account_spots),
            (&names.impostors, &self.impostor_spots),
        ];
        let mut listed = Vec::new();
        for (table, spots) in tables {
            for (text, index) in table.iter() {
                let Ok(found) = hashes.binary_search_by(|(hash, _)| hash.cmp(&hash_of(text))) else { continue };
                let (Some(first), Some(&(_, spot))) = (spot_of(spots, index), hashes.get(found)) else { continue };
                listed.push((spot, Fault::ListedNeighbour.beside(text, &self.parsed.place(first))));
            }
        }
        for (spot, problem) in listed {
            self.refused(spot, problem)?;
        }
        Ok(())
    }
}

/// The hash under which a neighbour is published.
pub(super) fn hash_of(account_text: &str) -> Hash {
    Sha256::digest(account_text.as_bytes()).into()
}

fn from_hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut hash = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(hash)
}

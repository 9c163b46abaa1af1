//! Numbers in the committed tables, by bits.

/// Reads bits, the lowest of a byte first; zeroes past the end.
pub(super) struct Bits {
    bytes: &'static [u8],
    at: usize,
}

impl Bits {
    pub(super) fn of(bytes: &'static [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes were begun.
    pub(super) fn bytes_read(&self) -> usize {
        self.at.div_ceil(8)
    }

    /// How many ones stand before the next zero.
    pub(super) fn ones(&mut self) -> u32 {
        let mut count = 0;
        while self.low(1) == 1 {
            count += 1;
        }
        count
    }

    /// So many bits, the lowest first.
    pub(super) fn low(&mut self, places: u32) -> u32 {
        let mut value = 0;
        for place in 0..places {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
            value |= u32::from(byte >> (self.at % 8) & 1).unbounded_shl(place);
            self.at += 1;
        }
        value
    }

    /// A number in Rice code: what `shift` bits leave over in ones, then those bits.
    pub(super) fn rice(&mut self, shift: u32) -> u32 {
        self.ones() << shift | self.low(shift)
    }

    /// A number in Elias' gamma code: of one more than it, how many bits follow the highest in ones, then those bits.
    pub(super) fn gamma(&mut self) -> u32 {
        let places = self.ones();
        (1_u32.unbounded_shl(places) | self.low(places)).saturating_sub(1)
    }
}

//! Copies of one length share a function: a call is shorter than the length and `memory.copy`, and quicker than engines
//! are at copying a few words by that.

use std::collections::BTreeMap;

use walrus::ir::{
    Call, Const, Instr, InstrSeq, LoadKind, MemArg, MemoryCopy, StoreKind, Value, VisitorMut, dfs_pre_order_mut,
};
use walrus::{FunctionBuilder, FunctionId, MemoryId, Module, ValType};

/// Fewer copies of a length are not worth a function.
const USES_MIN: usize = 4;
/// Longer ones are left to `memory.copy`, in bytes.
const WORDS_MAX_BYTES: u32 = 64;

/// Gives every frequent length of a copy a function of its own.
pub(crate) fn share(module: &mut Module) {
    let Ok(memory) = module.get_memory_id() else { return };
    let mut lengths = Lengths::default();
    for (_, function) in module.funcs.iter_local_mut() {
        let start = function.entry_block();
        dfs_pre_order_mut(&mut lengths, function, start);
    }
    let frequent = lengths.uses.into_iter().filter(|(_, uses)| *uses >= USES_MIN);
    let mut shared = Shared(frequent.map(|(length, _)| (length, copy_of(module, memory, length))).collect());
    for (id, function) in module.funcs.iter_local_mut() {
        if !shared.0.values().any(|copy| *copy == id) {
            let start = function.entry_block();
            dfs_pre_order_mut(&mut shared, function, start);
        }
    }
}

/// How often each length is copied.
#[derive(Default)]
struct Lengths {
    uses: BTreeMap<u32, usize>,
}

impl VisitorMut for Lengths {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        for pair in sequence.instrs.windows(2) {
            if let [(first, _), (second, _)] = pair
                && let Some(length) = copied(first, second)
            {
                *self.uses.entry(length).or_default() += 1;
            }
        }
    }
}

/// The functions by length.
struct Shared(BTreeMap<u32, FunctionId>);

impl VisitorMut for Shared {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let mut kept = Vec::with_capacity(sequence.instrs.len());
        for (instruction, place) in sequence.instrs.drain(..) {
            let length = kept.last().and_then(|(before, _)| copied(before, &instruction));
            if let Some(func) = length.and_then(|length| self.0.get(&length)) {
                kept.pop();
                kept.push((Instr::Call(Call { func: *func }), place));
            } else {
                kept.push((instruction, place));
            }
        }
        sequence.instrs = kept;
    }
}

/// The length of a copy, where these two instructions are one.
fn copied(first: &Instr, second: &Instr) -> Option<u32> {
    match (first, second) {
        (Instr::Const(Const { value: Value::I32(length) }), Instr::MemoryCopy(MemoryCopy { .. })) => {
            u32::try_from(*length).ok()
        }
        _ => None,
    }
}

/// A function of two addresses, to and from. All is read before anything is written: they may overlap.
fn copy_of(module: &mut Module, memory: MemoryId, length: u32) -> FunctionId {
    let [to, from] = [module.locals.add(ValType::I32), module.locals.add(ValType::I32)];
    let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32, ValType::I32], &[]);
    let mut body = builder.func_body();
    if length.is_multiple_of(4) && length <= WORDS_MAX_BYTES {
        let place = |offset| MemArg { align: 4, offset: u64::from(offset) };
        let words: Vec<u32> = (0..length).step_by(8).collect();
        for offset in &words {
            let kind =
                if offset + 8 <= length { LoadKind::I64 { atomic: false } } else { LoadKind::I32 { atomic: false } };
            body.local_get(to).local_get(from).load(memory, kind, place(*offset));
        }
        for offset in words.iter().rev() {
            let kind =
                if offset + 8 <= length { StoreKind::I64 { atomic: false } } else { StoreKind::I32 { atomic: false } };
            body.store(memory, kind, place(*offset));
        }
    } else {
        body.local_get(to).local_get(from).i32_const(length as i32).memory_copy(memory, memory);
    }
    builder.finish(vec![to, from], &mut module.funcs)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// A module with a function that copies 12 bytes so often, and 20 once.
    fn module(copies: usize) -> Module {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        let mut body = builder.func_body();
        for length in std::iter::repeat_n(12, copies).chain([20]) {
            body.i32_const(0).i32_const(4).i32_const(length).memory_copy(memory, memory);
        }
        let copying = builder.finish(Vec::new(), &mut module.funcs);
        module.exports.add("copying", copying);
        module
    }

    #[test]
    fn frequent_lengths_get_a_function() {
        let mut frequent = module(USES_MIN);
        share(&mut frequent);
        assert_eq!(frequent.funcs.iter_local().count(), 2);
        let mut lengths = Lengths::default();
        for (_, function) in frequent.funcs.iter_local_mut() {
            let start = function.entry_block();
            dfs_pre_order_mut(&mut lengths, function, start);
        }
        assert_eq!(lengths.uses, BTreeMap::from([(20, 1)]));
        Module::from_buffer(&frequent.emit_wasm()).unwrap();
    }

    #[test]
    fn rare_lengths_stay() {
        let mut rare = module(USES_MIN - 1);
        share(&mut rare);
        assert_eq!(rare.funcs.iter_local().count(), 1);
    }
}

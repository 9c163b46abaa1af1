//! `statemark sign FILE`: a holder's signature under exported metadata, on the holder's own machine.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use statemark_core::trust::metadata::{Signature, Signed};
use statemark_core::trust::value::Value;

use crate::files;
use crate::keys::{self, PassphraseSource};
use crate::signing::{self, Content, Quorum, key, put, sign, unhex};

const EXAMPLES: &str = "\
Examples:
  statemark sign 2.targets.json                                  what it is, who signed, who is missing
  statemark sign 2.targets.json --key anna.pem                   add a signature
  statemark sign 2.targets.json --from anna.json --from ben.json     gather what holders signed on copies
  statemark sign 2.targets.json --payload to-sign.bin            the bytes for a token or a key service
  statemark sign 2.targets.json --signature sig.bin --keyid targets-3    what it gave back

FILE is one of the metadata files of a draft that --export of `publish`, `renew` or `rotate` wrote. Look at what you sign
first: `statemark diff SITE DRAFT`. A token or key service signs the payload with Ed25519; its signature is accepted raw
(64 bytes), as hexadecimal or as Base64, and only when it is right. When enough have signed:
statemark publish --resume DRAFT --out SITE";

const SIGNATURE_BYTES: usize = 64;

/// Add signatures to exported metadata; without an option, say who is missing
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The exported metadata
    file: PathBuf,
    /// Sign with the key in this file
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Take over the signatures of this copy
    #[arg(long, value_name = "COPY")]
    from: Vec<PathBuf>,
    /// Write the bytes that are to be signed to this file
    #[arg(long, value_name = "FILE")]
    payload: Option<PathBuf>,
    /// Take over a detached signature
    #[arg(long, value_name = "FILE", requires = "keyid")]
    signature: Option<PathBuf>,
    /// Whose signature that is: the key's id or name
    #[arg(long, value_name = "ID", requires = "signature")]
    keyid: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A metadata file with its note of who must sign it.
struct Exported {
    file: Signed<Content>,
    quorums: Vec<Quorum>,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let mut exported = Exported::read(&args.file)?;
    let before = exported.file.clone();
    if let Some(path) = &args.key {
        exported.sign(path, &args.passphrase)?;
    }
    for copy in &args.from {
        exported.gather(copy)?;
    }
    if let (Some(signature), Some(keyid)) = (&args.signature, &args.keyid) {
        exported.import(signature, keyid)?;
    }
    if exported.file != before {
        files::write(&args.file, &serde_json::to_vec_pretty(&exported.file)?)?;
    }
    if let Some(payload) = &args.payload {
        files::write(payload, &exported.file.signing_bytes())?;
    }
    exported.report(args, out)
}

impl Exported {
    fn read(path: &Path) -> Result<Self> {
        let file = read(path)?;
        let note = file.unknown.get("to_sign").with_context(|| {
            format!("{} does not say who must sign it; take the file that --export wrote", path.display())
        })?;
        let quorums = serde_json::from_slice(&serde_json::to_vec(note)?)
            .map_err(|error| anyhow!("`to_sign` in {} is damaged: {error}; export it again", path.display()))?;
        Ok(Self { file, quorums })
    }

    fn sign(&mut self, path: &Path, passphrase: &PassphraseSource) -> Result<()> {
        let signer = keys::open(path, passphrase)?;
        let public = keys::PublicKey::of(&signer);
        if signing::ids_of(&self.quorums, &public).is_empty() {
            bail!(
                "the key in {} is none of those that must sign: {}; nothing was signed",
                path.display(),
                self.names()
            );
        }
        sign(&mut self.file, &self.quorums, &[signer]);
        Ok(())
    }

    /// Only signatures that are right and wanted are taken over.
    fn gather(&mut self, path: &Path) -> Result<()> {
        let copy = read(path)?;
        if copy.signing_bytes() != self.file.signing_bytes() {
            bail!("{} holds something else than is to be signed; nothing was taken over", path.display());
        }
        let message = self.file.signing_bytes();
        let mut taken = 0;
        for signature in copy.signatures {
            let bytes = unhex(&signature.sig).unwrap_or_default();
            let holders = self.quorums.iter().flat_map(|quorum| &quorum.keys);
            let right = |holder: &signing::Holder| {
                holder.keyid == signature.keyid && key(&holder.public).verifies(&message, &bytes)
            };
            if holders.into_iter().any(right) {
                put(&mut self.file.signatures, signature);
                taken += 1;
            }
        }
        if taken == 0 {
            bail!("{} holds no signature of {} that is right; nothing was taken over", path.display(), self.names());
        }
        Ok(())
    }

    fn import(&mut self, path: &Path, id: &str) -> Result<()> {
        let named = |holder: &&signing::Holder| holder.keyid == id || holder.name == id;
        let holder = self.quorums.iter().flat_map(|quorum| &quorum.keys).find(named);
        let Some(holder) = holder else { bail!("`{id}` is none of those that must sign: {}", self.names()) };
        let bytes = detached(&files::read(path)?).with_context(|| {
            format!("{} is no Ed25519 signature: 64 bytes, or those as hexadecimal or Base64", path.display())
        })?;
        let public = holder.public;
        if !key(&public).verifies(&self.file.signing_bytes(), &bytes) {
            bail!(
                "the signature in {} is not {}'s over this file; sign the bytes that --payload writes, as they are",
                path.display(),
                holder.name
            );
        }
        for keyid in signing::ids_of(&self.quorums, &public) {
            put(&mut self.file.signatures, Signature::new(keyid, &bytes));
        }
        Ok(())
    }

    fn names(&self) -> String {
        let names: BTreeSet<&str> =
            self.quorums.iter().flat_map(|q| &q.keys).map(|holder| holder.name.as_str()).collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    }

    fn report(&self, args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
        let message = self.file.signing_bytes();
        let standing: Vec<_> =
            self.quorums.iter().map(|quorum| quorum.standing(&message, &self.file.signatures)).collect();
        let complete = standing.iter().all(|quorum| quorum.lacks() == 0);
        let (role, version, expires) = (self.text("_type"), self.text("version"), self.text("expires"));
        if args.json {
            let all = json!({ "role": role, "version": version, "expires": expires, "complete": complete, "quorums": standing });
            super::print_json(out, &all)?;
            return Ok(ExitCode::SUCCESS);
        }
        writeln!(out, "{}: {role} {version}, expires {expires}", args.file.display())?;
        self.print_roles(out)?;
        for quorum in &standing {
            let (have, need) = (quorum.signed.len(), quorum.threshold);
            writeln!(out, "{}: {have} of {need} signatures", quorum.by)?;
            writeln!(out, "  signed   {}", or_none(&quorum.signed))?;
            writeln!(out, "  missing  {}", or_none(&quorum.missing))?;
        }
        let what = if complete {
            "Enough have signed: statemark publish --resume DRAFT --out SITE"
        } else {
            "More must sign."
        };
        writeln!(out, "{what}")?;
        Ok(ExitCode::SUCCESS)
    }

    /// What a new root is about: who may sign what from then on.
    fn print_roles(&self, out: &mut dyn Write) -> Result<()> {
        let Some(Value::Object(roles)) = self.member("roles") else { return Ok(()) };
        let holders: Vec<&signing::Holder> = self.quorums.iter().flat_map(|quorum| &quorum.keys).collect();
        for (role, keys) in roles.iter() {
            let Value::Object(keys) = keys else { continue };
            let (Some(Value::Array(ids)), Some(Value::Integer(threshold))) =
                (keys.get("keyids"), keys.get("threshold"))
            else {
                continue;
            };
            let name = |id: &Value| match id {
                Value::String(id) => holders
                    .iter()
                    .find(|holder| holder.keyid == *id)
                    .map_or_else(|| signing::short(id), |holder| holder.name.clone()),
                _ => String::new(),
            };
            let names = ids.iter().map(name).collect::<Vec<_>>().join(", ");
            writeln!(out, "  {role:<9} {threshold} of {names}")?;
        }
        Ok(())
    }

    fn member(&self, name: &str) -> Option<&Value> {
        let Content(Value::Object(members)) = &self.file.signed else { return None };
        members.get(name)
    }

    fn text(&self, name: &str) -> String {
        match self.member(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Integer(number)) => number.to_string(),
            _ => String::new(),
        }
    }
}

fn or_none(names: &[&str]) -> String {
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

fn read(path: &Path) -> Result<Signed<Content>> {
    serde_json::from_slice(&files::read(path)?).map_err(|error| {
        anyhow!("{} is not a metadata file: {error}; take the file that --export wrote", path.display())
    })
}

/// The 64 bytes, as they are, as hexadecimal, or as Base64.
fn detached(file: &[u8]) -> Option<Vec<u8>> {
    if file.len() == SIGNATURE_BYTES {
        return Some(file.into());
    }
    let text = std::str::from_utf8(file).ok()?.trim();
    let bytes = if text.len() == 2 * SIGNATURE_BYTES { unhex(text) } else { base64(text) };
    bytes.filter(|bytes| bytes.len() == SIGNATURE_BYTES)
}

/// RFC 4648, section 4, as the tools of tokens and key services write it.
fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|known| *known == digit)?;
        bits = (bits << 6 | u32::try_from(value).ok()?) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_detached_signature_is_read_in_each_of_its_forms() {
        let raw: Vec<u8> = (0..64).map(|byte| byte * 3 + 1).collect();
        let hex = keys::hex(&raw);
        let base64 = "AQQHCg0QExYZHB8iJSgrLjE0Nzo9QENGSUxPUlVYW15hZGdqbXBzdnl8f4KFiIuOkZSXmp2go6apr7K1uLs=";
        assert_eq!(detached(&raw).unwrap(), raw);
        assert_eq!(detached(format!("{hex}\n").as_bytes()).unwrap(), raw);
        assert_eq!(self::base64("AQQH").unwrap(), [1, 4, 7]);
        assert_eq!(self::base64("+/8=").unwrap(), [0xfb, 0xff]);
        for bad in ["", "AQQH", &hex[2..], &format!("zz{}", &hex[2..]), &base64.replace('A', "*")] {
            assert_eq!(detached(bad.as_bytes()), None, "{bad}");
        }
    }
}

//! A web server on this machine that answers as a test says, rightly or wrongly.

#![allow(dead_code, clippy::unwrap_used, reason = "a test fails by panicking, and uses what it needs")]

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What comes back.
pub(crate) enum Reply {
    /// 200 and these bytes.
    Body(Vec<u8>),
    /// Another status, a header line and a body.
    Status(u16, &'static str, &'static str),
    /// 200, and blanks until the client has had enough. Their number is not announced.
    Endless,
    /// 200 and a byte now and then, for as long as the client listens.
    Trickle,
}

/// It ends with the test's process.
pub(crate) struct Server {
    /// `http://127.0.0.1:PORT/`
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `reply` is given the path without its leading slash.
    pub(crate) fn start(reply: impl Fn(&str) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(path) = read_path(&mut stream) else { continue };
                log.lock().unwrap().push(path.clone());
                // A client that hangs up in the middle is what some tests are about.
                let _ = write_reply(&mut stream, &reply(&path));
            }
        });
        Self { address, asked }
    }

    /// The paths that were asked for since the last call.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

fn read_path(stream: &mut TcpStream) -> Option<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    head.split(' ').nth(1).map(|path| path.trim_start_matches('/').to_owned())
}

fn write_reply(stream: &mut TcpStream, reply: &Reply) -> std::io::Result<()> {
    let head = |status: u16, more: &str| format!("HTTP/1.1 {status} -\r\n{more}Connection: close\r\n\r\n");
    match reply {
        Reply::Body(bytes) => {
            stream.write_all(head(200, &format!("Content-Length: {}\r\n", bytes.len())).as_bytes())?;
            stream.write_all(bytes)
        }
        Reply::Status(status, header, body) => {
            stream.write_all(head(*status, &format!("{header}\r\nContent-Length: {}\r\n", body.len())).as_bytes())?;
            stream.write_all(body.as_bytes())
        }
        Reply::Endless => {
            stream.write_all(head(200, "").as_bytes())?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        }
        Reply::Trickle => {
            stream.write_all(head(200, "").as_bytes())?;
            stream.set_read_timeout(Some(Duration::from_millis(50)))?;
            // Reading finds out that the client left; that it says nothing more is the normal case.
            while matches!(stream.read(&mut [0]), Err(error) if is_timeout(error.kind())) {
                stream.write_all(b" ")?;
            }
            Ok(())
        }
    }
}

fn is_timeout(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

"""A real mail server for the tests: aiosmtpd. It prints where it listens, then each mail as Python's own e-mail package
reads it, as one line of JSON. What it does with a mail, the recipient's name says.

    smtp_server.py [--starttls] [--password WORD]
"""

import argparse
import asyncio
import datetime
import ipaddress
import json
import logging
import ssl
import sys
import tempfile
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AT_RCPT = {
    "later": "451 4.3.2 Mailbox busy, come back",
    "never": "550 5.1.1 There is no such mailbox",
    "outside": "530 5.7.0 Authentication required",
    "closing": "421 4.3.2 Closing for maintenance",
}
AT_DATA = {
    "greylisted": "450 4.2.0 Greylisted, come back",
    "full": "552 5.2.2 Mailbox full",
}


def tell(line):
    print(json.dumps(line), flush=True)


def part_of(part):
    return {
        "type": part.get_content_type(),
        "charset": part.get_content_charset(),
        "method": part.get_param("method"),
        "disposition": part.get_content_disposition(),
        "filename": part.get_filename(),
        "text": None if part.is_multipart() else part.get_content(),
        "defects": [str(defect) for defect in part.defects],
        "parts": [part_of(inner) for inner in part.iter_parts()] if part.is_multipart() else [],
    }


class Mailroom:
    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = AT_RCPT.get(address.split("@")[0])
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        who = envelope.rcpt_tos[0].split("@")[0]
        if who == "cut":
            server.transport.abort()
            return "250 Never heard"
        if who in AT_DATA:
            return AT_DATA[who]
        session.leaves = who == "rude"
        mail = message_from_bytes(envelope.content, policy=default)
        tell({
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "from": [str(address) for address in mail["from"].addresses],
            "toName": mail["to"].addresses[0].display_name,
            "subject": mail["subject"],
            "messageId": mail["message-id"],
            "autoSubmitted": mail["auto-submitted"],
            "dated": mail["date"].datetime is not None,
            "ascii": envelope.content.isascii(),
            "longestLine": max(len(line) for line in envelope.content.split(b"\r\n")),
            "bareLineFeeds": envelope.content.replace(b"\r\n", b"").count(b"\n"),
            "encrypted": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "body": part_of(mail),
        })
        return "250 Taken"

    async def handle_QUIT(self, server, session, envelope):
        if getattr(session, "leaves", False):
            server.transport.abort()
        return "221 Bye"


def certificate():
    """A server's certificate for 127.0.0.1 under an authority that nobody knows; the authority's file is told."""
    now = datetime.datetime.now(datetime.timezone.utc)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Test authority", "Test server")]

    def signed(at, extensions):
        builder = (
            x509.CertificateBuilder().subject_name(names[at]).issuer_name(names[0]).public_key(keys[at].public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    authority = signed(0, [(x509.BasicConstraints(ca=True, path_length=0), True)])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    server = signed(1, [
        (x509.SubjectAlternativeName([address]), False),
        (x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), False),
    ])
    key = keys[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return authority, server + key


def file_of(folder, name, content):
    path = f"{folder}/{name}"
    with open(path, "wb") as file:
        file.write(content)
    return path


async def serve(options, folder):
    context = authority = None
    if options.starttls:
        pem, chain = certificate()
        authority = file_of(folder, "authority.pem", pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file_of(folder, "server.pem", chain))

    def authenticate(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=data.password.decode() == options.password, handled=False, auth_data=data)

    def conversation():
        return SMTP(
            Mailroom(), hostname="localhost", enable_SMTPUTF8=False, tls_context=context,
            require_starttls=options.starttls, authenticator=authenticate if options.password else None,
            auth_required=bool(options.password), auth_require_tls=False,
        )

    server = await asyncio.get_running_loop().create_server(conversation, "127.0.0.1", 0)
    tell({"port": server.sockets[0].getsockname()[1], "authority": authority})
    # The test holds our standard input; when it ends, so do we.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


# What aiosmtpd says of broken conversations is what the test is about.
logging.disable()
parser = argparse.ArgumentParser()
parser.add_argument("--starttls", action="store_true")
parser.add_argument("--password")
with tempfile.TemporaryDirectory() as temporary:
    asyncio.run(serve(parser.parse_args(), temporary))

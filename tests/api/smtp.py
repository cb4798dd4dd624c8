#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real SMTP server for the tests, on Debian's aiosmtpd: STARTTLS and sign-in are required. Prints its port, then one JSON line for each letter it took.

    smtp.py CERT KEY USER PASSWORD

An address that begins with nobody is refused for good, one that begins with busy is refused once for now.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

cert, key, user, password = sys.argv[1:]
seen = set()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody'):
            return '550 5.1.1 there is no such mailbox'
        if address.startswith('busy') and address not in seen:
            seen.add(address)
            return '451 4.3.0 later please'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        line = {'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'data': envelope.content.decode(), 'tls': session.ssl is not None}
        print(json.dumps(line), flush=True)
        return '250 OK'


def check(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == user.encode() and data.password == password.encode())


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def protocol():
        return SMTP(Handler(), hostname='localhost', tls_context=context, require_starttls=True, auth_required=True, authenticator=check, loop=asyncio.get_running_loop())

    server = await asyncio.get_running_loop().create_server(protocol, '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())

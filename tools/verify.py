#!/usr/bin/env python3
"""Verifies a Servanda record with nothing but Python's standard library.

    verify.py FOLDER [--vkey VERIFIER_KEY] [--signers]

Recomputes everything that docs/format.md describes: bundles, tiles, root,
checkpoint signature, statement signatures, payload roots, order, and which
keys were enrolled, replaced and revoked when. Prints
`ok, N entries, root HEX` and exits 0; or prints what does not fit, one line
each, naming the entry or the file, and exits 1. Exit 2: could not run.

Without --vkey the key in the folder is used, which shows that the folder
agrees with itself. Give the key you were told by somebody you trust, and
compare the root with a checkpoint you kept.

This file shares no code with the project. It was written from docs/format.md,
RFC 6962, RFC 8032 and the C2SP pages, so that a mistake made once is seen.
"""

import base64
import binascii
import datetime
import hashlib
import json
import os
import re
import sys
import unicodedata

# --- Ed25519, RFC 8032, strict -------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a, b):
    """Adds two points in extended coordinates."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % P, y * z % P, x * y % P, w * z % P)


def times(number, point):
    result = NEUTRAL
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def unpack(data):
    """Reads a point; None unless the 32 bytes are its one encoding."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def pack(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def small(point):
    """Says whether a point is one of the eight of small order."""
    return pack(times(8, point)) == pack(NEUTRAL)


BASE = unpack((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_fits(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    commitment, scalar = signature[:32], int.from_bytes(signature[32:], "little")
    a, r = unpack(key), unpack(commitment)
    if a is None or r is None or small(a) or small(r) or scalar >= ORDER:
        return False
    digest = hashlib.sha512(commitment + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    minus_a = (P - a[0], a[1], a[2], P - a[3])
    return pack(add(times(scalar, BASE), times(challenge, minus_a))) == commitment


# --- the tree, RFC 6962 ---------------------------------------------------


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry):
    return sha256(b"\0", entry)


def tree_root(hashes):
    """Is the root of a tree by its definition, without deep recursion."""
    if not hashes:
        return sha256()
    row = list(hashes)
    while len(row) > 1:
        pairs = [sha256(b"\1", row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) & ~1 :]
    return row[0]


def index_text(number):
    text = "%03d" % (number % 1000)
    number //= 1000
    while number:
        text = "x%03d/%s" % (number % 1000, text)
        number //= 1000
    return text


def with_width(path, width):
    return path if width == 256 else "%s.p/%d" % (path, width)


def runs(count):
    """Yields index and width of the tiles that hold `count` hashes."""
    for index in range(0, (count + 255) // 256):
        yield index, min(256, count - 256 * index)


# --- strict JSON ----------------------------------------------------------


class Wrong(Exception):
    """Says what does not fit."""


def check_text(text):
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise Wrong("a string holds half a surrogate pair")
    if any(0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE for c in text):
        raise Wrong("a string holds a Unicode noncharacter")
    if not unicodedata.is_normalized("NFC", text):
        raise Wrong("a string is not in Unicode normal form C")


def check_texts(value):
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, list):
        for item in value:
            check_texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_text(key)
            check_texts(item)


def read_json(data):
    def members(pairs):
        result = dict(pairs)
        if len(result) != len(pairs):
            raise Wrong("a key stands twice")
        return result

    def whole(text):
        number = int(text)
        if text == "-0" or abs(number) > 2**53:
            raise Wrong("a number is -0 or outside 2^53")
        return number

    def refuse(text):
        raise Wrong("a number is not whole: %s" % text)

    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=members,
            parse_int=whole,
            parse_float=refuse,
            parse_constant=refuse,
        )
    except (ValueError, RecursionError) as error:
        raise Wrong("is not JSON: %s" % error) from error
    check_texts(value)
    return value


def write_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def is_hex(text, digits):
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{%d}" % digits, text) is not None


def is_count(value, least):
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


# --- entries --------------------------------------------------------------

KINDS = """report closure denial challenge reply finding ruling decision correction
amendment reading position claim context batch key disclosure tombstone
custody""".split()

FIELDS = """of act reporter via origin actor* happened_from happened_to
happened_precision period_from period_to per figure unit fields+ scope grade
published_on source_publisher source_address source_digest note body value until
concerns* reasons residuals* confidence position key role name amends old_digest
new_digest language votes+ rows rows_root""".split()
NAMES = [field.rstrip("*+") for field in FIELDS]
FIRST = 37
TYPE = b"application/vnd.servanda.statement+json"
REFERENCE = re.compile("(0|[1-9][0-9]*)(#(0|[1-9][0-9]*))?")


def read_statement(data):
    if len(data) > 16384:
        raise Wrong("statement: is longer than 16,384 bytes")
    statement = read_json(data)
    if not isinstance(statement, dict):
        raise Wrong("statement: is not an object")
    fields = {"v", "kind", "agreement", "epoch", "author", "seq", "refs", "payload"}
    if not is_count(statement.get("seq"), 1):
        raise Wrong("statement field `seq`: does not fit")
    if statement["seq"] > 1:
        fields.add("previous")
    if set(statement) != fields:
        raise Wrong("statement: its fields are not those of version 1")
    agreement, refs = statement["agreement"], statement["refs"]
    fits = {
        "v": is_count(statement["v"], 1) and statement["v"] == 1,
        "kind": statement["kind"] in KINDS,
        "agreement": isinstance(agreement, str)
        and re.fullmatch("[a-z0-9-]{1,64}", agreement) is not None,
        "epoch": is_count(statement["epoch"], 1),
        "author": is_hex(statement["author"], 32),
        "previous": is_hex(statement.get("previous", "0" * 64), 64),
        "refs": isinstance(refs, list)
        and len(refs) <= 64
        and all(isinstance(ref, str) and is_reference(ref) for ref in refs),
        "payload": is_hex(statement["payload"], 64),
    }
    for name, good in fits.items():
        if not good:
            raise Wrong("statement field `%s`: does not fit" % name)
    return statement


def is_reference(text):
    return REFERENCE.fullmatch(text) is not None and all(
        int(number) <= 2**53 for number in text.split("#")
    )


def key_id(key):
    return hashlib.sha256(key).hexdigest()[:32]


def check_leaf(leaf):
    """Returns reception time, statement and ids of the signing keys."""
    if len(leaf) < 12 or leaf[0] != 1:
        raise Wrong("leaf: is cut off or of another version")
    received = int.from_bytes(leaf[1:9], "big")
    end = 11 + int.from_bytes(leaf[9:11], "big")
    data, count, rest = leaf[11:end], leaf[end : end + 1], leaf[end + 1 :]
    if not count or not 1 <= count[0] <= 8 or len(rest) != 96 * count[0]:
        raise Wrong("leaf, signatures: their number does not fit their bytes")
    if received > 2**53:
        raise Wrong("leaf, reception time: is past 2^53")
    statement = read_statement(data)
    pairs = [(rest[i : i + 32], rest[i + 32 : i + 96]) for i in range(0, len(rest), 96)]
    signers = [key_id(key) for key, _ in pairs]
    if signers[0] != statement["author"] or signers[1:] != sorted(set(signers[1:])):
        raise Wrong("signatures: not the author's first and the others in order")
    if signers[0] in signers[1:]:
        raise Wrong("signatures: the author's stands twice")
    message = b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE, len(data), data)
    for (key, signature), signer in zip(pairs, signers):
        if not ed25519_fits(key, message, signature):
            raise Wrong("signature by key %s: does not fit the statement's bytes" % signer)
    return received, statement, signers


def value_bytes(mark, name, value):
    texts = {"*": list, "+": dict}.get(mark, str)
    if not isinstance(value, texts) or not value:
        raise Wrong("payload field `%s`: is empty or of the wrong form" % name)
    if texts is str:
        tag, parts = 1, [value]
    elif texts is list:
        tag, parts = 2, value
    else:
        tag, parts = 3, [part for key in sorted(value) for part in (key, value[key])]
    if not all(isinstance(part, str) for part in parts):
        raise Wrong("payload field `%s`: holds something other than strings" % name)
    checked = parts[::2] if tag == 3 else parts
    if "" in checked:
        raise Wrong("payload field `%s`: holds an empty string" % name)
    encoded = [part.encode("utf-8") for part in parts]
    return bytes([tag]) + b"".join(len(p).to_bytes(8, "big") + p for p in encoded)


def read_payload(line):
    """Returns the secret and the fields of a payload in its one form."""
    if len(line) > 65536:
        raise Wrong("payload: is longer than 65,536 bytes")
    payload = read_json(line)
    if not isinstance(payload, dict) or list(payload) != ["secret", "fields"]:
        raise Wrong("payload: is not an object of secret and fields")
    fields = payload["fields"]
    if not is_hex(payload["secret"], 64) or not isinstance(fields, dict):
        raise Wrong("payload: its secret or fields do not fit")
    unknown = sorted(set(fields) - set(NAMES))
    if unknown:
        raise Wrong("payload: has an unknown field `%s`" % unknown[0])
    ordered = {
        name: dict(sorted(value.items())) if isinstance(value, dict) else value
        for name, value in sorted(fields.items())
    }
    for name, value in ordered.items():
        value_bytes(FIELDS[NAMES.index(name)][-1], name, value)
    if write_json({"secret": payload["secret"], "fields": ordered}) != line:
        raise Wrong("payload: is not written in its one form")
    return bytes.fromhex(payload["secret"]), fields


def payload_root(line):
    secret, fields = read_payload(line)
    row = []
    for slot in range(64):
        number = slot.to_bytes(2, "big")
        salt = sha256(b"servanda.payload.salt.v1\0", secret, number)
        name = NAMES[slot] if slot < len(NAMES) else ""
        value = b"\0"
        if slot >= FIRST and name not in fields:
            name = ""  # a later field has its name only where it is there
        if name in fields:
            value = value_bytes(FIELDS[slot][-1], name, fields[name])
        short = name.encode()
        parts = (number, bytes([len(short)]), short, salt, value)
        row.append(sha256(b"servanda.payload.leaf.v1\0", *parts))
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2])
        row = [sha256(b"servanda.payload.node.v1\0", a, b) for a, b in pairs]
    return sha256(b"servanda.payload.root.v1\0", b"\0\1", row[0]).hex()


# --- key entries ----------------------------------------------------------

REQUEST = b"application/vnd.servanda.key-request"
INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z")


def milliseconds(text):
    """Reads an instant as milliseconds since 1970."""
    found = INSTANT.fullmatch(text)
    try:
        whole = datetime.datetime.fromisoformat(found.group(1) + "+00:00")
    except (AttributeError, ValueError) as error:
        raise Wrong("key entry: `happened_from` is no instant") from error
    part = int(((found.group(2) or ".0")[1:] + "00")[:3])
    return int(whole.timestamp()) * 1000 + part


class Keys:
    """Follows which keys may sign. Who may enrol whom is the agreement's to say
    and not checked here."""

    def __init__(self):
        self.held = {}
        self.ended = {}
        self.windows = {}
        self.signed = []
        self.ruled = None

    def take(self, index, received, statement, signers, fields):
        """Takes the next entry; raises Wrong where its key had no standing."""
        author = statement["author"]
        key_entry = statement["kind"] == "key"
        if self.ruled is None:
            self.ruled = key_entry
        if not self.ruled:
            return
        if key_entry:
            self.key_entry(index, received, statement, signers, fields)
        else:
            self.live(author)
        self.signed.append((index, received, author))

    def live(self, key):
        if key not in self.held:
            raise Wrong("key %s is not enrolled" % key)
        if key in self.ended:
            raise Wrong("key %s was ended in entry %d" % (key, self.ended[key]))

    def key_entry(self, index, received, statement, signers, fields):
        if fields is None:
            raise Wrong("key entry: its payload is withheld")
        author, act = statement["author"], fields.get("act")
        if not is_hex(fields.get("key"), 64):
            raise Wrong("key entry: `key` is not 64 digits")
        public = bytes.fromhex(fields["key"])
        key, name = key_id(public), fields.get("name")
        if act in ("revoke", "revoke_together"):
            since = received
            if "happened_from" in fields:
                since = milliseconds(fields["happened_from"])
            if key not in self.held or key in self.windows:
                raise Wrong("key entry: key %s is not there to revoke" % key)
            if since > received:
                raise Wrong("key entry: the key is suspect only after it")
            if author != key:
                self.live(author)
            if act == "revoke":
                self.ended[key], self.windows[key] = index, (since, index)
            return
        if not name:
            raise Wrong("key entry: `name` is missing")
        if act == "rotate":
            self.live(author)
            if name != self.held[author][0]:
                raise Wrong("key entry: key %s is not one of `%s`" % (author, name))
            if key in self.held or key not in signers or key == author:
                raise Wrong("key entry: not signed by an old and a new key")
            self.ended[author] = index
        elif act in ("enrol", "backfill"):
            if author != key:
                self.live(author)
            if key not in signers and not self.requested(public, statement, fields):
                raise Wrong("key entry: key %s has not signed for itself" % key)
            if key in self.ended or self.held.get(key, (name,))[0] != name:
                raise Wrong("key entry: key %s was ended or is another's" % key)
            if key in self.held:
                if author == key:
                    raise Wrong("key entry: key %s is enrolled already" % key)
                return
        else:
            raise Wrong("key entry: its `act` is none that there is")
        self.held[key] = (name, author, received)

    def requested(self, public, statement, fields):
        text = "%s\n%d\n%s\n" % (statement["agreement"], statement["epoch"], fields["name"])
        data = text.encode()
        message = b"DSSEv1 %d %s %d %s" % (len(REQUEST), REQUEST, len(data), data)
        value = fields.get("value")
        return is_hex(value, 128) and ed25519_fits(public, message, bytes.fromhex(value))

    def suspect(self):
        """Lists entries signed while a key may have been in other hands."""
        for index, received, author in self.signed:
            since, ended = self.windows.get(author, (received + 1, 0))
            if since <= received and index < ended:
                yield index, author, ended


# --- notes ----------------------------------------------------------------


def strict_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Wrong("is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise Wrong("is not base64 in its one form")
    return data


def read_vkey(text):
    parts = text.split("+", 2)
    if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
        raise Wrong("is not a verifier key")
    key = strict_base64(parts[2])
    if len(key) != 33 or key[0] != 1:
        raise Wrong("is not an Ed25519 verifier key")
    identity = sha256(parts[0].encode(), b"\n", key)[:4]
    if identity.hex() != parts[1]:
        raise Wrong("its key id does not belong to its name and key")
    return parts[0], identity, key[1:]


def read_checkpoint(data, vkey):
    name, identity, key = vkey
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise Wrong("is not UTF-8") from error
    if len(lines) != 6 or lines[3] or lines[5] or not lines[0]:
        raise Wrong("is not origin, size, root, a blank line and one signature")
    start = "\u2014 %s " % name
    if not lines[4].startswith(start):
        raise Wrong("its signature is not by `%s`" % name)
    signature = strict_base64(lines[4][len(start) :])
    text = "\n".join(lines[:3]) + "\n"
    if any(ord(c) < 32 and c != "\n" or ord(c) == 127 for c in text):
        raise Wrong("holds control characters")
    if signature[:4] != identity or not ed25519_fits(key, text.encode(), signature[4:]):
        raise Wrong("its signature does not fit")
    if re.fullmatch("0|[1-9][0-9]*", lines[1]) is None:
        raise Wrong("its size is not a number")
    root = strict_base64(lines[2])
    if len(root) != 32:
        raise Wrong("its root is not a hash")
    return lines[0], int(lines[1]), root


# --- the folder -----------------------------------------------------------


def read_bundle(data, width):
    """Returns the entries that can be read, and what stopped the reading."""
    entries, at = [], 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            return entries, "the entry is cut off"
        entries.append(data[at + 2 : end])
        at = end
    return entries, None if at == len(data) else "bytes follow the last entry"


ROW_KINDS = "report finding closure denial correction position claim context".split()


def row_hash(number, line, entry):
    """Checks the line of a row; returns its hash."""
    at = "row %d" % number
    value = read_json(line)
    if isinstance(value, str):
        if not is_hex(value, 64) or line != b'"%s"' % value.encode():
            raise Wrong(at + ": is neither a row nor the hash of one")
        return bytes.fromhex(value)
    if not isinstance(value, dict) or list(value) != ["kind", "refs", "payload"]:
        raise Wrong(at + ": is not an object of kind, refs and payload")
    refs = value["refs"]
    if value["kind"] not in ROW_KINDS or not isinstance(refs, list) or len(refs) > 64:
        raise Wrong(at + ": its kind or refs do not fit")
    if not all(isinstance(ref, str) and is_reference(ref) for ref in refs):
        raise Wrong(at + ": cites something that is no entry or row")
    if any(int(ref.split("#")[0]) >= entry for ref in refs):
        raise Wrong(at + ": cites an entry that is not earlier")
    read_payload(write_json(value["payload"]))
    if write_json(value) != line:
        raise Wrong(at + ": is not written in its one form")
    return sha256(b"servanda.batch.row.v1\0", number.to_bytes(8, "big"), line)


def check_rows(data, fields, entry):
    """Checks the rows of a batch against what its payload says of them."""
    count, root = fields.get("rows", ""), fields.get("rows_root", "")
    if not re.fullmatch("[1-9][0-9]{0,7}", count) or int(count) > 2**24 or not is_hex(root, 64):
        raise Wrong("payload: does not say how many rows it has, and their root")
    if data is None:
        raise Wrong("rows: are missing")
    lines = data.split(b"\n")
    if lines.pop() != b"" or len(lines) != int(count):
        raise Wrong("rows: are not exactly %s ended lines" % count)
    row = [row_hash(number, line, entry) for number, line in enumerate(lines)]
    while len(row) > 1:
        pairs = [row[i : i + 2] for i in range(0, len(row), 2)]
        node = b"servanda.batch.node.v1\0"
        row = [sha256(node, *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    top = sha256(b"servanda.batch.root.v1\0", len(lines).to_bytes(8, "big"), row[0])
    if top.hex() != root:
        raise Wrong("rows: do not have the root that was signed")


class Audit:
    """Collects what does not fit in one folder."""

    def __init__(self, folder):
        self.problems = []
        self.files = {}
        self.left = set()
        self.keys = Keys()
        for place, _, names in os.walk(folder):
            for name in names:
                full = os.path.join(place, name)
                path = os.path.relpath(full, folder).replace(os.sep, "/")
                with open(full, "rb") as file:
                    self.files[path] = file.read()
        self.left = set(self.files)

    def report(self, path, what, entry=None):
        where = "file `%s`" % path if entry is None else "entry %d in `%s`" % (entry, path)
        line = "%s: %s" % (where, what)
        if line not in self.problems:
            self.problems.append(line)

    def take(self, path, needed=True):
        """Returns a file's bytes and strikes it off the list of unknown ones."""
        self.left.discard(path)
        if path not in self.files and needed:
            self.report(path, "the file is missing")
        return self.files.get(path)

    def checkpoint(self, trusted):
        """Returns origin, size and root if the signature fits."""
        line, vkey = self.take("log.vkey"), None
        try:
            text = (line or b"").decode("utf-8")
            if not text.endswith("\n"):
                raise Wrong("its line is not ended")
            vkey = read_vkey(text[:-1])
            if trusted is not None and trusted != vkey:
                self.report("log.vkey", "it is not the trusted key")
        except (Wrong, UnicodeDecodeError) as error:
            self.report("log.vkey", error)
        vkey, data = trusted or vkey, self.take("checkpoint")
        if vkey is None or data is None:
            return None
        try:
            return read_checkpoint(data, vkey)
        except Wrong as error:
            self.report("checkpoint", error)
            return None

    def leaf_hashes(self, size, root):
        """Returns the leaf hashes that lead to the root: from tiles or entries."""
        stored, computed = [], []
        for index, width in runs(size):
            tail = with_width(index_text(index), width)
            data = self.files.get("tile/0/" + tail, b"")
            if len(data) == 32 * width:
                stored += [data[i : i + 32] for i in range(0, len(data), 32)]
            entries, _ = read_bundle(self.files.get("tile/entries/" + tail, b""), width)
            computed += [leaf_hash(entry) for entry in entries]
        for hashes in (stored, computed):
            if len(hashes) == size and tree_root(hashes) == root:
                return hashes
        self.report("checkpoint", "neither the tiles nor the entries lead to its root")
        return stored if len(stored) >= len(computed) else computed

    def tiles(self, hashes):
        level, row = 0, hashes
        while row:
            for index, width in runs(len(row)):
                path = "tile/%d/%s" % (level, index_text(index))
                due = row[256 * index : 256 * index + width]
                for narrow in range(1, width + 1):
                    name = with_width(path, narrow)
                    data = self.take(name, narrow == width)
                    if data is not None and data != b"".join(due[:narrow]):
                        at = next((i for i in range(narrow) if data[32 * i : 32 * i + 32] != due[i]), 0)
                        self.report(name, "its hash number %d is not the computed one" % at)
            full = len(row) // 256
            row = [tree_root(row[256 * i : 256 * i + 256]) for i in range(full)]
            level += 1

    def bundles(self, hashes):
        """Returns the entries that hash to the tree, by index, with their file."""
        good = {}
        for index, width in runs(len(hashes)):
            first = 256 * index
            path = "tile/entries/" + index_text(index)
            for narrow in range(1, width + 1):
                name = with_width(path, narrow)
                data = self.take(name, narrow == width)
                if data is None:
                    continue
                entries, fault = read_bundle(data, narrow)
                wrong = [i for i, e in enumerate(entries) if leaf_hash(e) != hashes[first + i]]
                if fault is not None:
                    at = wrong[0] if wrong else min(len(entries), narrow - 1)
                    self.report(name, fault, first + at)
                    entries, wrong = entries[:at], []
                for at in wrong:
                    self.report(name, "its bytes do not hash to the tree", first + at)
                if narrow == width:
                    for at, entry in enumerate(entries):
                        if at not in wrong:
                            good[first + at] = (name, entry)
        return good

    def payloads(self, size):
        """Returns the payload lines by entry, and the files whose count is off."""
        lines, miscounted = {}, set()
        for index, width in runs(size):
            path = "payloads/" + index_text(index)
            data = self.take(path)
            if data is None:
                continue
            found = data.split(b"\n")
            if len(found) != width + 1 or found[-1] != b"":
                self.report(path, "it does not hold exactly %d ended lines" % width)
                miscounted.add(path)
            for at, line in enumerate(found[:width]):
                lines[256 * index + at] = (path, line)
        return lines, miscounted

    def entries(self, origin, size, good):
        lines, miscounted = self.payloads(size)
        place = re.fullmatch(".*/([a-z0-9-]{1,64})/([1-9][0-9]*)", origin)
        if place is None:
            self.report("checkpoint", "its origin does not end in /agreement/epoch")
            return {}
        latest, signers, closed, standing = 0, {}, set(), []
        for index in sorted(good):
            name, entry = good[index]
            path, line = lines.get(index, (name, b"null"))
            try:
                received, statement, keys = check_leaf(entry)
                refs = [int(ref.split("#")[0]) for ref in statement["refs"]]
                if [statement["agreement"], str(statement["epoch"])] != list(place.groups()):
                    raise Wrong("statement: belongs to another record")
                if any(ref >= index for ref in refs):
                    raise Wrong("statement field `refs`: cites an entry that is not earlier")
                if received < latest:
                    raise Wrong("leaf, reception time: is before that of the entry in front")
                latest = received
                for key in keys:
                    signers[key] = signers.get(key, 0) + 1
            except Wrong as error:
                self.report(name, error, index)
                continue
            fields = None
            if line != b"null" and path not in closed:
                try:
                    if payload_root(line) != statement["payload"]:
                        raise Wrong("payload: does not have the root the statement commits to")
                    fields = read_json(line)["fields"]
                except Wrong as error:
                    self.report(path, error, index)
                    if path in miscounted:
                        closed.add(path)
            self.rows(index, statement, fields)
            if self.problems:
                continue  # What could not be read may have enrolled a key.
            try:
                self.keys.take(index, received, statement, keys, fields)
            except Wrong as error:
                standing.append((name, error, index))
        for name, error, index in standing:
            self.report(name, error, index)
        return signers

    def rows(self, index, statement, fields):
        """Checks that an open batch has its rows, and nothing else has any."""
        path = "rows/" + index_text(index)
        data = self.take(path, False)
        try:
            if statement["kind"] == "batch" and fields is not None:
                check_rows(data, fields, index)
            elif data is not None:
                raise Wrong("rows: lie beside an entry that is no open batch")
        except Wrong as error:
            self.report(path, error, index)

    def rest(self):
        if self.take("lock", False):
            self.report("lock", "it must be empty")
        for path in sorted(self.left):
            self.report(path, "it has no place in a record of this size")


def main(arguments):
    options = {"--signers": False, "--vkey": None}
    folders = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--signers":
            options[word] = True
        elif word == "--vkey" and rest:
            options[word] = rest.pop(0)
        else:
            folders.append(word)
    if len(folders) != 1 or not os.path.isdir(folders[0]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        trusted = read_vkey(options["--vkey"]) if options["--vkey"] else None
    except Wrong as error:
        print("the key given with --vkey %s" % error, file=sys.stderr)
        return 2
    audit = Audit(folders[0])
    tree, signers, size, root = audit.checkpoint(trusted), {}, 0, b""
    if tree is not None:
        origin, size, root = tree
        hashes = audit.leaf_hashes(size, root)
        audit.tiles(hashes)
        signers = audit.entries(origin, size, audit.bundles(hashes))
        audit.rest()
    for line in audit.problems:
        print(line)
    for index, key, ended in audit.keys.suspect():
        what = "key %s, revoked in entry %d, may have been in other hands" % (key, ended)
        print("notice: entry %d: %s" % (index, what))
    if audit.problems:
        return 1
    print("ok, %d entries, root %s" % (size, root.hex()))
    if options["--signers"]:
        for key in sorted(signers):
            print("key %s signed %d" % (key, signers[key]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

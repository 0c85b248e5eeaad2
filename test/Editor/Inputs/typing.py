"""Types into the language server: texts cut off anywhere, random edits, requests at any place. It answers all of them.

usage: typing.py SERVER MODEL COUNT
"""
import json
import pathlib
import random
import subprocess
import sys

PIECES = ["%", "@", "#", "\"", "{", "}", "(", ")", "=", ":", "::", "[", "<", "func @", "dlc.", "model @m {", "//", "\n",
          "\0", "\u00e4", "\U0001F600", "tensor<", "99999999999999999999", "instance @h of @", "block @b", "-", "%0:2 = "]


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = 0

    def send(self, method, params, is_request):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if is_request:
            self.number += 1
            message["id"] = self.number
        data = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                sys.exit(f"FAIL the server ended with {self.process.returncode}")
            if line.startswith(b"Content-Length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def request(self, method, params):
        self.send(method, params, True)
        while (message := self.receive()).get("id") != self.number:
            pass
        assert "result" in message or "error" in message, message
        return message.get("result")


def texts(original, count, draw):
    for _ in range(count):
        text = original[:draw.randrange(len(original) + 1)] if draw.random() < 0.5 else original
        for _ in range(draw.choice((0, 1, 1, 3))):
            at = draw.randrange(len(text) + 1)
            text = text[:at] + draw.choice(PIECES) + text[at + draw.choice((0, 0, 1, 20)):]
        yield text


def main(command, model, count):
    draw, server, document = random.Random(7), Server(command), {"uri": "file:///typing/model.mlir"}
    original = pathlib.Path(model).read_text()
    server.request("initialize", {"capabilities": {}})
    server.send("textDocument/didOpen", {"textDocument": {**document, "languageId": "mlir", "version": 0, "text": original}}, False)
    for version, text in enumerate(texts(original, int(count), draw), 1):
        changes = {"textDocument": {**document, "version": version}, "contentChanges": [{"text": text}]}
        server.send("textDocument/didChange", changes, False)
        for method in ("completion", "hover", "definition"):
            place = {"line": draw.randrange(-1, text.count("\n") + 3), "character": draw.randrange(-1, 120)}
            server.request("textDocument/" + method, {"textDocument": document, "position": place})
        last = {"line": text.count("\n"), "character": len(text)}
        server.request("textDocument/completion", {"textDocument": document, "position": last})
        server.request("textDocument/documentSymbol", {"textDocument": document})
    server.request("shutdown", None)
    server.send("exit", None, False)
    if code := server.process.wait():
        sys.exit(f"FAIL the server ended with {code}")
    print(count, "texts")


main(*sys.argv[1:])

"""Stands in for curl where it is not installed: the few options that the guide to the API uses."""

import argparse
import sys
import urllib.error
import urllib.request


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("url")
    options.add_argument("-sS", action="store_true")
    options.add_argument("-X", default="")
    options.add_argument("-H", action="append", default=[])
    options.add_argument("-d", default=None)
    options.add_argument("-D", default="")
    options.add_argument("-o", default="")
    given = options.parse_args()
    headers = dict(header.split(": ", 1) for header in given.H)
    body = given.d.encode() if given.d is not None else b"" if given.X == "POST" else None
    request = urllib.request.Request(given.url, data=body, headers=headers, method=given.X or "GET")  # noqa: S310
    if body == b"":
        # Python would name a form.
        request.add_unredirected_header("Content-Type", "application/json")
    try:
        answer = urllib.request.urlopen(request)  # noqa: S310 (the test's own server)
    except urllib.error.HTTPError as error:
        answer = error
    if given.D:
        lines = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        if given.D == "-":
            sys.stdout.write(lines)
        else:
            with open(given.D, "w") as file:
                file.write(lines)
    content = answer.read()
    if given.o != "/dev/null":
        sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()

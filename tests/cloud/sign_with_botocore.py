"""Signs requests with botocore: the oracle of signature_test.cpp. Prints them with their signatures as JSON."""
import itertools
import json
import random
import urllib.parse

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

STAMP = "20261125T105038Z"
KEYS = ["plain.txt", "with space.csv", "Preço médio ção.csv", "a+b", "100%", "50%25", "a/b/c", "tilde~", "quote'(1)!*", "日本語",
        "emoji 🚲", "&=?#;:@,$", "[]{}|^`\\\"<>", "a//b", "./x", "../x", "-._~"]
NAMES = ["prefix", "list-type", "uploadId", "partNumber", "a b", "ç", "X-Amz-Expires", "delete", "A", "a"]
VALUES = ["", "1", "a b", "a+b", "100%", "=", "&", "ç", "/x/", "~"]


def encoded(text, safe):
    return urllib.parse.quote(text, safe=safe)


def sign(service, path, query, token):
    credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token)
    text = "&".join(f"{encoded(name, '-_.~')}={encoded(value, '-_.~')}" for name, value in query)
    body = b"Action=x" if service != "s3" else b""
    request = AWSRequest(method="POST" if body else "GET", url=f"https://host.example:8443{path}" + ("?" + text if text else ""),
                         data=body, headers={"Content-Type": "text/plain;  charset=utf-8"})
    request.context["timestamp"] = STAMP
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(credentials, service, "eu-central-1")
    request.headers["X-Amz-Date"] = STAMP
    if token:
        request.headers["X-Amz-Security-Token"] = token
    if service == "s3":
        request.headers["X-Amz-Content-SHA256"] = signer.payload(request)
    canonical = signer.canonical_request(request)
    signature = signer.signature(signer.string_to_sign(request, canonical), request)
    return {"service": service, "path": path, "query": query, "token": token, "method": request.method,
            "body": body.decode(), "canonical": canonical, "signature": signature}


chance = random.Random(5)
cases = [sign("s3", "/bucket/" + encoded(key, "/-_.~"), [], None) for key in KEYS]
cases += [sign("s3", "/bucket/", [[name, value]], "token/+=") for name, value in itertools.product(NAMES, VALUES)]
for _ in range(300):
    query = [[chance.choice(NAMES), chance.choice(VALUES)] for _ in range(chance.randint(2, 6))]
    query = list(dict(query).items())
    chance.shuffle(query)
    cases.append(sign(chance.choice(["s3", "cloudformation"]), "/" + encoded(chance.choice(KEYS[:5]), "/-_.~"),
                      [list(pair) for pair in query], chance.choice([None, "t"])))
print(json.dumps(cases))

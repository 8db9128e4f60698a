"""Signature Version 4, checked with botocore's signer: the request is signed again with the known secret."""
import datetime
import re

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

LATEST = datetime.timedelta(minutes=5)
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)")


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Keys:
    """The keys that are known: those of users, and the temporary ones that were given out."""

    def __init__(self):
        self.secrets = {}  # access key: (secret, token or None, ARN of whose they are)
        self.expired = set()

    def add(self, access_key, secret, token, arn):
        self.secrets[access_key] = (secret, token, arn)


def scope_of(headers):
    """(access key, region, service) that a request claims."""
    match = AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
    if not match:
        raise Refused(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    return match.group(1), match.group(3), match.group(4)


def check(method, path, headers, body, keys):
    """The ARN of who sends it. Raises Refused."""
    match = AUTHORIZATION.fullmatch(headers["Authorization"])
    access_key, _, region, service, signed, signature = match.groups()
    if access_key not in keys.secrets:
        raise Refused(403, "UnrecognizedClientException", "The security token included in the request is invalid.")
    secret, token, arn = keys.secrets[access_key]
    if (token or "") != headers.get("X-Amz-Security-Token", ""):
        raise Refused(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
    stamp = headers["X-Amz-Date"]
    sent = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    if abs(sent - datetime.datetime.now(datetime.timezone.utc)) > LATEST:
        raise Refused(403, "SignatureDoesNotMatch", f"Signature expired: {stamp} is now earlier than the server's time")
    request = AWSRequest(method=method, url="http://" + headers["Host"] + path, data=body,
                         headers={name: headers[name] for name in signed.split(";") if name != "host"})
    request.context["timestamp"] = stamp
    signer = SigV4Auth(Credentials(access_key, secret, token), service, region)
    canonical = signer.canonical_request(request)
    if signer.signature(signer.string_to_sign(request, canonical), request) != signature:
        raise Refused(403, "SignatureDoesNotMatch",
                      "The request signature we calculated does not match the signature you provided.")
    if access_key in keys.expired:
        raise Refused(403, "ExpiredTokenException", "The security token included in the request is expired")
    return arn

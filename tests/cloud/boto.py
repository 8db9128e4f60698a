"""boto.py SERVICE ENDPOINT KEY SECRET OPERATION [NAME=VALUE...]: one call, its answer as JSON.

A VALUE that is JSON is taken as that.
"""
import json
import os
import sys

import botocore.session
from botocore.config import Config

service, endpoint, key, secret, operation = sys.argv[1:6]
client = botocore.session.get_session().create_client(
    service, endpoint_url=endpoint, region_name=os.environ["AWS_REGION"], aws_access_key_id=key, aws_secret_access_key=secret,
    config=Config(s3={"addressing_style": "path"}))


def value(text):
    try:
        return json.loads(text)
    except ValueError:
        return text


answer = getattr(client, operation)(**{name: value(text) for name, text in (one.split("=", 1) for one in sys.argv[6:])})
answer.pop("ResponseMetadata", None)
print(json.dumps(answer, default=lambda other: other.read().decode() if hasattr(other, "read") else str(other)))

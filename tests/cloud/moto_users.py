"""moto_users.py URL FOLDER: makes the users of a test in moto, and then turns its checks of signatures on.

FOLDER/user.keys and FOLDER/service.keys have "KEY SECRET" of who runs rox and of the double.
"""
import json
import sys
import urllib.request
from pathlib import Path

import boto3

url, folder = sys.argv[1], Path(sys.argv[2])
everything = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
iam = boto3.client("iam", endpoint_url=url, region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any")
for user, file in (("rox", "user.keys"), ("service", "service.keys")):
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName="everything", PolicyDocument=everything)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    (folder / file).write_text(f"{key['AccessKeyId']} {key['SecretAccessKey']}\n")
urllib.request.urlopen(urllib.request.Request(url + "/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"}))

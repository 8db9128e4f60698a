"""IAM, STS and EC2: moto's server, in a thread of the double. A process of its own would import boto3 once more, and one that
makes the users once again.

Its checks of signatures and rights are on from the first request. No machine is started here, so the types of machines,
which take moto most of its start to read, are left out.
"""
import functools
import json
import logging
import os

import botocore.session

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"
os.environ["MOTO_ALLOW_NONEXISTENT_REGION"] = "true"
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"

# Each session would read what botocore knows of EC2, some megabytes, by itself.
botocore.session.create_loader = functools.cache(botocore.session.create_loader)

import moto.backends as backends
import moto.utilities.utils as utilities

# What folders moto has doesn't change from request to request.
backends.list_of_moto_modules = functools.cache(lambda listed=backends.list_of_moto_modules: [*listed()])

_load_resource = utilities.load_resource
utilities.load_resource = lambda name: {} if "/instance_type" in name else _load_resource(name)

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.server import ThreadedMotoServer

EVERYTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def add_user(name, keys):
    """A user who may do everything, with these keys instead of ones that moto makes up."""
    iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    iam.create_user("us-east-1", name)
    iam.put_user_policy(name, "everything", EVERYTHING)
    key = iam.create_access_key(name)
    key.access_key_id, key.secret_access_key = keys["access_key"], keys["secret"]


def start(users):
    """Its URL. `users` are {name: {"access_key", "secret"}}."""
    for name, keys in users.items():
        add_user(name, keys)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    return "http://{}:{}".format(*server.get_host_and_port())

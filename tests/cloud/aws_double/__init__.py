"""A double of the parts of AWS that rox talks to and that can't run on a developer's machine.

It is no AWS: what it answers follows AWS's documentation as far as rox's requests go, and nothing here proves how the real
services behave (docs/aws.md). Real are the parts below it: S3 is SeaweedFS, IAM, STS and EC2 are moto's server, and the
warehouse is a PostgreSQL.

    server.py      HTTP: signatures are checked, then each service's own module answers
    signatures.py  Signature Version 4, checked by botocore's signer
    faults.py      refusals and failures that a test asks for
    stacks.py      CloudFormation: change sets, events, rollback, drift
    moto_services.py  moto's server
    resources.py   what a stack is made of, really made in SeaweedFS, moto or PostgreSQL
    warehouses.py  Redshift's control planes, serverless and provisioned
    data_api.py    Redshift's Data API
    wire.py        Redshift's own port: PostgreSQL's protocol with TLS and passwords, in front of a PostgreSQL
    dialect.py     Redshift's SQL as PostgreSQL takes it, and what Redshift hasn't
    copy_files.py  COPY from a manifest in S3
"""

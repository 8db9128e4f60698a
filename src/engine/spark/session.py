"""The Spark side of rox: one session that answers requests of a rox process over a Unix-domain socket.

    spark-submit … session.py SOCKET MASTER

A request is a line of JSON, and so is its answer; docs/spark.md lists them. The first line, unasked, says that the
session is ready. Values go as text, in Spark's spelling, which under ANSI rules is rox's (floats aside).
"""
import json
import os
import queue
import shutil
import socket
import sys
import threading
import time
from itertools import islice

BATCH_ROWS = 2000
CONNECT_SECONDS = 10
WORKER_SECONDS = 60


class Failure(Exception):
    """Something that rox says in words of its own."""

    def __init__(self, reason, message):
        super().__init__(message)
        self.reason = reason


def serve(address, master):
    folder = os.path.dirname(address)
    rox = socket.socket(socket.AF_UNIX)
    try:
        rox.connect(address)
    except OSError:  # rox has ended meanwhile
        leave(folder)
    requests = queue.Queue()
    threading.Thread(target=listen, args=(rox, requests, folder), daemon=True).start()

    def answer(values):
        rox.sendall(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")

    session = None
    try:
        session = Session(master)
        answer({"version": session.spark.version, "application": session.spark.sparkContext.applicationId})
    except Exception as error:  # whatever it is, rox has to know
        answer(failure(error))
    while True:
        request = requests.get()
        try:
            place = session if request.pop("of", None) is None else session.tables_of_lake
            answer(getattr(place, request.pop("do"))(**request))
        except Exception as error:
            answer(failure(error))


def listen(rox, requests, folder):
    """Passes requests on. When rox closes the socket, or is gone, everything ends at once, whatever goes on."""
    with rox.makefile("r", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            requests.put(json.loads(line))
    leave(folder)


def leave(folder):
    shutil.rmtree(folder, ignore_errors=True)  # a rox that was killed couldn't
    os._exit(1)  # not 0: then spark-submit would wait for threads


class Session:
    """Each method is a request."""

    def __init__(self, master):
        reason = unreachable(master)
        if reason:
            raise Failure("unreachable", reason)
        from pyspark.sql import SparkSession  # only now: it starts to talk to the JVM

        self.spark = SparkSession.builder.getOrCreate()
        self.results = {}
        self.opened = 0
        self.tables_of_lake = None
        if master.startswith("spark://"):
            self.wait_for_worker()

    def wait_for_worker(self):
        context = self.spark.sparkContext
        if context.getConf().get("spark.dynamicAllocation.enabled") == "true":
            return  # executors come with the first query
        executors = context._jsc.sc().statusTracker
        deadline = time.monotonic() + WORKER_SECONDS
        while len(executors().getExecutorInfos()) < 2:  # the driver is one of them
            if time.monotonic() > deadline:
                raise Failure("no workers", f"no worker took the application within {WORKER_SECONDS} s")
            time.sleep(0.1)

    def files(self, view, format, options, schema, paths):
        """A temporary view over files; without a schema it is the files'."""
        reader = self.spark.read.format(format).options(**options)
        if schema:
            reader = reader.schema(schema)
        reader.load(paths).createOrReplaceTempView(view)
        return {}

    def view(self, view, sql):
        self.spark.sql(sql).createOrReplaceTempView(view)
        return {}

    def execute(self, sql):
        self.spark.sql(sql).collect()
        return {}

    def query(self, sql):
        frame = self.spark.sql(sql)
        columns = [[field.name, field.dataType.simpleString()] for field in frame.schema.fields]
        # Names may be there twice, so columns are told by their place.
        names = [f"c{i}" for i in range(len(columns))]
        texts = frame.toDF(*names).selectExpr(*[f"CAST({name} AS STRING)" for name in names])
        self.opened += 1
        self.results[self.opened] = texts.toLocalIterator()
        return {"result": self.opened, "columns": columns}

    def next(self, result):
        return {"rows": list(islice(self.results[result], BATCH_ROWS))}

    def close(self, result):
        del self.results[result]
        return {}

    def lake(self, properties, namespaces):
        """From now on there are Iceberg's tables, too."""
        from lake import Lake  # beside this file

        self.tables_of_lake = Lake(self.spark, properties, namespaces)
        return {}


def unreachable(master):
    """Why none of a standalone cluster's masters answers. Spark itself would try for a minute."""
    reason = None
    if not master.startswith("spark://"):
        return reason
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
            return None
        except (OSError, ValueError) as error:
            reason = str(error)
    return reason


def failure(error):
    if isinstance(error, Failure):
        return {"error": str(error), "reason": error.reason}
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException
    from pyspark.errors.exceptions.captured import convert_exception

    if isinstance(error, Py4JJavaError):  # as rows come: what a task says is behind what Spark says about it
        error = convert_exception(innermost(error.java_exception))
    state = error.getSqlState() if isinstance(error, PySparkException) else None
    return {"error": str(error), "sqlstate": state or ""}


def innermost(error):
    from py4j.java_gateway import is_instance_of
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    told = cause = error
    while cause is not None:
        if is_instance_of(gateway, cause, "org.apache.spark.SparkThrowable") and cause.getCondition():
            told = cause
        cause = cause.getCause()
    return told


if __name__ == "__main__":
    serve(*sys.argv[1:])

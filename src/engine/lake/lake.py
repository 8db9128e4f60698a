"""Iceberg's tables, for the session beside it (session.py): requests with "of": "lake" are methods of Lake.

A next table is made beside the one that readers see, in the same namespace and under another name, but its data files
lie where those of the published table do. Publishing adds them to that table's metadata and removes the next one's, so
nothing is written twice. What makes it work: a data file knows its columns by number, and a next table has the numbers
that the published one will have (next_schema).
"""
import json
import time

CATALOG = "lake"


class Lake:
    """Each public method is a request."""

    def __init__(self, spark, properties, namespaces):
        self.spark = spark
        self.jvm = spark._jvm
        self.iceberg = spark._jvm.org.apache.iceberg
        prefix = f"spark.sql.catalog.{CATALOG}"
        spark.conf.set(prefix, "org.apache.iceberg.spark.SparkCatalog")
        for key, value in properties.items():
            spark.conf.set(f"{prefix}.{key}", value)
        spark.conf.set(f"{prefix}.cache-enabled", "false")  # else readers see what was there when they first asked
        self.catalog = self.iceberg.spark.Spark3Util.loadIcebergCatalog(spark._jsparkSession, CATALOG)
        spark.catalog.setCurrentCatalog(CATALOG)
        self.namespaces = namespaces
        if self.has_namespace(namespaces[0]):
            spark.catalog.setCurrentDatabase(namespaces[0])

    def prepare(self):
        """Makes the namespaces where they aren't there."""
        for name in self.namespaces:
            if not self.has_namespace(name):
                self.catalog.createNamespace(self.namespace(name))
        self.spark.catalog.setCurrentDatabase(self.namespaces[0])
        return {}

    def tables(self):
        """The names of all tables, by namespace."""
        found = {}
        for name in self.namespaces:
            there = self.catalog.listTables(self.namespace(name)) if self.has_namespace(name) else []
            found[name] = sorted(table.name() for table in there)
        return {"tables": found}

    def run_of(self, table):
        """Which run published the table; empty if there is no such table."""
        ident = self.ident(table)
        if not self.catalog.tableExists(ident):
            return {"run": ""}
        return {"run": self.catalog.loadTable(ident).properties().get("rox.run") or ""}

    def make(self, table, next, sql, schema=None, comment="", partition=None, sort=()):
        """The table `next`, which becomes `table`, with the rows of a SELECT. Without `schema`, it is the SELECT's.
        `partition`: a transform and its column."""
        frame = self.spark.sql(sql)
        frame = frame.toDF(*[name.lower() for name in frame.columns])
        self.discard([{"table": table, "next": next}])
        wanted = self.parse(schema) if schema else self.iceberg.spark.SparkSchemaUtil.convert(frame._jdf.schema())
        wanted, columns, location = self.next_schema(self.ident(table), wanted)
        builder = self.catalog.buildTable(self.ident(next), wanted).withProperty("write.data.path", location + "/data")
        # Each task sorts what it has; only rows of a partition are brought together before.
        builder.withProperty("write.distribution-mode", "hash" if partition else "none")
        if comment:
            builder.withProperty("comment", comment)
        operations = builder.create().operations()
        current = operations.current()
        changed = self.iceberg.TableMetadata.buildFrom(current)  # a catalogue numbers the columns of new tables
        changed.setCurrentSchema(wanted, columns)
        if partition:
            changed.setDefaultPartitionSpec(self.partition_spec(wanted, *partition))
        if sort:
            changed.setDefaultSortOrder(self.sort_order(wanted, sort))
        updated = changed.build()
        if not updated.equals(current):
            operations.commit(current, updated)
        frame.writeTo(quoted(CATALOG, *next)).append()
        return {}

    def partition_spec(self, schema, transform, column):
        name = f"{column}_{transform}"
        while schema.findField(name) is not None:
            name += "_"
        spec = self.iceberg.PartitionSpec.builderFor(schema)
        return (spec.month(column, name) if transform == "month" else spec.year(column, name)).build()

    def sort_order(self, schema, columns):
        order = self.iceberg.SortOrder.builderFor(schema)
        for column in columns:
            order.asc(column)
        return order.build()

    def read(self, program, arguments, shares):
        """Runs the program once for each share, its arguments behind those of all, as tasks of one job; each leaves
        what it read in a folder that all see."""
        context = self.spark.sparkContext
        failures = context.parallelize(shares, len(shares)).map(reader(program, arguments)).filter(bool).collect()
        return {"failures": failures}

    def publish(self, tables, run):
        """All next tables take the place of the published ones: at once, where the catalogue can do that, else one
        after another in this order. `base`, of a table: the run that must have published what is there."""
        transactions = [self.replacement(table, run) for table in tables]
        commits = [self.commit_of(table, transaction) for table, transaction in zip(tables, transactions)]
        for table, transaction in zip(tables, transactions):
            there = transaction.startMetadata().properties().get("rox.run") or ""
            if "base" in table and table["base"] != there:
                return {"overtaken": there}
        together = self.commit_together(commits)
        if not together:
            for transaction in transactions:
                transaction.commitTransaction()
        return {"together": together}

    def drop(self, tables):
        """Tables with their files."""
        for table in tables:
            if self.catalog.tableExists(self.ident(table)):
                self.remove(table, files=True)
        return {}

    def discard(self, tables):
        """Next tables; their files too, but for those that a published table has now."""
        for table in tables:
            if self.catalog.tableExists(self.ident(table["next"])):
                self.remove(table["next"], files=not self.has_taken(table["table"], table["next"][1]))
        return {}

    def forget(self, tables, days):
        """What tables were before so many days."""
        before = int((time.time() - days * 86400) * 1000)
        for table in tables:
            self.catalog.loadTable(self.ident(table)).expireSnapshots().expireOlderThan(before).commit()
        return {}

    def next_schema(self, ident, schema):
        """The schema with the numbers that columns of the published table will have: those that they have there, by
        name, or new ones. With the highest number ever given, and with the published table's place."""
        unpartitioned, unsorted = self.iceberg.PartitionSpec.unpartitioned(), self.iceberg.SortOrder.unsorted()
        schema = self.iceberg.types.TypeUtil.assignIncreasingFreshIds(schema)
        if not self.catalog.tableExists(ident):
            location = self.catalog.buildTable(ident, schema).createTransaction().table().location()
            return schema, schema.highestFieldId(), location
        there = self.catalog.loadTable(ident)
        future = there.operations().current().buildReplacement(schema, unpartitioned, unsorted, there.location(), {})
        return future.schema(), future.lastColumnId(), there.location()

    def replacement(self, table, run):
        """What makes the next table the published one, as a transaction that isn't committed yet."""
        made = self.catalog.loadTable(self.ident(table["next"]))
        ident = self.ident(table["table"])
        schema = with_key(json.loads(self.iceberg.SchemaParser.toJson(made.schema())), table.get("key", []))
        schema = self.parse(schema)

        def builder():
            return self.catalog.buildTable(ident, schema).withPartitionSpec(made.spec()).withSortOrder(made.sortOrder())

        if not self.catalog.tableExists(ident):  # with no rows yet: catalogues make tables one by one
            location = made.properties()["write.data.path"].removesuffix("/data")
            builder().withLocation(location).create()
        properties = {"rox.run": run}
        if made.properties().get("comment"):
            properties["comment"] = made.properties()["comment"]
        transaction = builder().withProperties(properties).replaceTransaction()
        if not transaction.table().schema().asStruct().equals(schema.asStruct()):
            raise RuntimeError(f"the columns of {table['table'][1]} were changed by somebody else meanwhile")
        append = transaction.newFastAppend()
        append.set("rox.run", run)
        append.set("rox.next", table["next"][1])
        files = made.newScan().includeColumnStats().planFiles()
        for file in each(files):
            append.appendFile(self.data_file(transaction.table(), file.file()))
        files.close()
        append.commit()
        return transaction

    def data_file(self, table, file):
        """A file of a table that is laid out alike: partitions and orders are numbered by each table for itself."""
        metrics = self.iceberg.Metrics(
            file.recordCount(),
            file.columnSizes(),
            file.valueCounts(),
            file.nullValueCounts(),
            file.nanValueCounts(),
            file.lowerBounds(),
            file.upperBounds(),
        )
        builder = self.iceberg.DataFiles.builder(table.spec()).withPath(file.location()).withFormat(file.format())
        builder.withFileSizeInBytes(file.fileSizeInBytes()).withMetrics(metrics).withSplitOffsets(file.splitOffsets())
        builder.withSortOrder(table.sortOrder())
        if table.spec().isPartitioned():
            builder.withPartition(file.partition())
        return builder.build()

    def commit_of(self, table, transaction):
        return self.iceberg.catalog.TableCommit.create(
            self.ident(table["table"]), transaction.startMetadata(), transaction.currentMetadata()
        )

    def commit_together(self, commits):
        """Whether the catalogue could."""
        from py4j.protocol import Py4JJavaError

        if not self.is_rest():
            return False
        try:
            self.catalog.commitTransaction(commits)
            return True
        except Py4JJavaError as error:
            if "UnsupportedOperationException" in error.java_exception.getClass().getName():
                return False
            raise

    def has_taken(self, table, next):
        """Whether the files of that next table are the published one's: a run may have died right after publishing."""
        if not self.catalog.tableExists(self.ident(table)):
            return False
        snapshots = self.catalog.loadTable(self.ident(table)).snapshots()
        return any(snapshot.summary().get("rox.next") == next for snapshot in each(snapshots))

    def remove(self, table, files):
        ident = self.ident(table)
        if not files or not self.is_rest():
            self.catalog.dropTable(ident, files)
            return
        removed = self.catalog.loadTable(ident)  # not every catalogue's server removes files, and none so that it's sure
        metadata = removed.operations().current()
        self.catalog.dropTable(ident, False)
        self.iceberg.CatalogUtil.dropTableData(removed.io(), metadata)

    def is_rest(self):
        return self.catalog.getClass().getName() == "org.apache.iceberg.rest.RESTCatalog"

    def has_namespace(self, name):
        return self.catalog.namespaceExists(self.namespace(name))

    def namespace(self, name):
        levels = self.spark.sparkContext._gateway.new_array(self.jvm.java.lang.String, 1)
        levels[0] = name
        return self.iceberg.catalog.Namespace.of(levels)

    def ident(self, table):
        return self.iceberg.catalog.TableIdentifier.of(self.namespace(table[0]), table[1])

    def parse(self, schema):
        return self.iceberg.SchemaParser.fromJson(json.dumps(schema))


def reader(program, arguments):
    """What a task does. It needs nothing of this file, which the executors don't have."""

    def read(share):
        import os
        import shutil
        import subprocess

        folder = share["folder"]
        working = f"{folder}.{os.getpid()}"  # of this try: there may be others, before it and beside it
        shutil.rmtree(working, ignore_errors=True)
        command = [program, *arguments, *share["options"], "--out", working, share["table"], *share["files"]]
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except OSError as error:
            return {"code": 3, "text": f"{program} can't be run there: {error.strerror}"}
        if done.returncode in (1, 2):  # it would be the same on any other try
            return {"code": done.returncode, "text": done.stderr}
        if done.returncode != 0:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr[-2000:]}")
        try:
            os.rename(working, folder)
        except OSError:  # another try was here before
            if not os.path.isdir(folder):
                raise
            shutil.rmtree(working, ignore_errors=True)
        return None

    return read


def each(values):
    """Of a Java Iterable."""
    iterator = values.iterator()
    while iterator.hasNext():
        yield iterator.next()


def quoted(*names):
    return ".".join("`" + name.replace("`", "``") + "`" for name in names)


def with_key(schema, key):
    """The schema with these columns as what identifies a row. No row lacks one. (A float can't identify any.)"""
    columns = [field for field in schema["fields"] if field["name"] in key and field["type"] not in ("float", "double")]
    if not key or len(columns) != len(key):
        return schema
    for field in columns:
        field["required"] = True
    return {**schema, "identifier-field-ids": [field["id"] for field in columns]}

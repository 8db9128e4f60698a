"""The scanner without a database, and its inner loops: bench/scan_bench.cpp and bench/loops_bench.cpp (Google Benchmark)."""
import json
import subprocess

from . import common

SCALE = 50


def benchmarks(program, *arguments):
    out = common.DATA / "benchmark.json"
    subprocess.run([common.ROOT / f"build/release/bench/{program}", *arguments, f"--benchmark_out={out}", "--benchmark_out_format=json"],
                   check=True, stdout=subprocess.DEVNULL)
    return [one for one in json.loads(out.read_text())["benchmarks"] if "bytes_per_second" in one]


def measure(options):
    lines = [f"## The scanner by itself, scale {SCALE}: typed columns, validated, not stored\n"]
    found = {}
    for one in benchmarks("scan_bench", common.exports(SCALE), "--benchmark_filter=scan/", "--benchmark_min_time=1"):
        _, name, threads, *_ = one["name"].split("/")
        found.setdefault(name, {})[threads] = one["bytes_per_second"] / 1e6
    lines += common.table(["table", "one thread [MB/s]", "two threads [MB/s]"],
                          ((name, f"{speed['1']:,.0f}", f"{speed['2']:,.0f}") for name, speed in found.items()))
    lines += ["\n## Inner loops, one thread\n"]
    return lines + common.table(["loop", "MB/s"], ((one["name"], f"{one['bytes_per_second'] / 1e6:,.0f}") for one in benchmarks("loops_bench")))

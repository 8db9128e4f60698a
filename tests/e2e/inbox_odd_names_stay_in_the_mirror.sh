#!/bin/bash
# Names from the far side are any bytes. What can be a file below the mirror is one; the rest is refused, and told. Links
# aren't followed.
# labels: sanitize
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
python3 - "$there/out" <<'PYTHON'
import os, sys
folder = os.fsencode(sys.argv[1])
names = ["orders 1.csv", "orders'\"$(touch pwned)`;&|.csv", "orders#?*[x].csv", "orders-ção-漢字.csv", "orders\\.csv",
         "-rf orders.csv", "orders!.csv", "orders%2e%2e%2f.csv", "~orders.csv"]
bad = [b"orders\nnew.csv", b"orders\x1b[31m.csv", b"orders\xff.csv", b"orders\x07.csv"]
for i, name in enumerate([os.fsencode(name) for name in names] + bad):
    with open(os.path.join(folder, name), "w") as file:
        file.write("id,amount\n%d,1.50\n" % i)
os.symlink("/etc/passwd", os.path.join(folder, b"orders_link.csv"))
os.symlink("/etc", os.path.join(folder, b"link"))
os.mkdir(os.path.join(folder, b"orders_dir.csv"))
os.mkfifo(os.path.join(folder, b"orders_pipe.csv"))
with open(os.path.join(folder, b".orders.csv"), "w") as file:
    file.write("hidden\n")
PYTHON
if [[ $(id -u) == 0 ]]; then chown -R 65534:65534 "$there"; fi
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}" 'recursive = true'
sed -i 's/file = "orders\*"/file = "*orders*"/' model.toml
expect_exit 0 rox run
expect_equal "$(rows)" 9
expect_equal "$(find .rox/inbox/exports -mindepth 1 | wc -l)" 9
expect_equal "$(find . -name pwned)" ''
expect_exit 0 rox source list --json
expect_json '[.[] | select(.state == "refused")] | length' 6
expect_json '.[] | select(.file == "orders\\nnew.csv") | .why' 'its name has control characters in it'
expect_json '.[] | select(.file == "orders_link.csv") | .why' 'it is a link or a device: only plain files are fetched'
rox source list >list.txt
expect_equal "$(tr -d '[:print:]\n' <list.txt | tr -d '\200-\377' | wc -c)" 0 # nothing that commands a terminal
rm list.txt

# What is fetched can leave again, whatever it is called.
sed -i '1a after_load = "delete"' rox.toml
expect_exit 0 rox run
expect_equal "$(find "$there/out" -type f ! -name '.*' -printf x | wc -c)" 4
expect_equal "$(rows)" 9

# A file where a folder was, in a mirror that keeps both.
mkdir "$there/out/orders_x" && orders 100 101 >"$there/out/orders_x/orders.csv"
if [[ $(id -u) == 0 ]]; then chown -R 65534:65534 "$there"; fi
expect_exit 0 rox run
expect_equal "$(rows)" 11
rmdir "$there/out/orders_x" && orders 200 201 >"$there/out/orders_x"
sed -i 's|/\*\.csv"|/*"|' rox.toml
expect_exit 0 rox run
expect_exit 0 rox source list --json
expect_json '[.[] | select(.why != null and (.why | contains("a file and a folder can'"'"'t have one name")))] | length' 1
expect_equal "$(rows)" 11

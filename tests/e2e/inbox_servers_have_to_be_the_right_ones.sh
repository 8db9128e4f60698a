#!/bin/bash
# Nothing is sent to a server that doesn't prove who it is: an unknown or another host key, a certificate that has expired
# or that nobody trusts.
source "$(dirname "$0")/fixtures/lib.sh"
source "$REPO/tests/e2e/fixtures/servers.sh"

start_sftp
orders 1 10 >"$there/out/orders_1.csv"
remote_project . "$sftp_url/*.csv" "${sftp_settings[@]}"
fingerprint=$(ssh-keygen -lf "$servers/ssh/host.pub" | cut -d' ' -f2)
: >"$servers/known_hosts"
expect_exit 3 rox run
expect_stderr "the server's key is not in"
expect_stderr "$fingerprint"
expect_stderr 'rox source trust'
expect_exit 2 rox source trust </dev/null
expect_stdout "$fingerprint"
[[ ! -s $servers/known_hosts ]] || fail 'a key was written that nobody confirmed'
expect_exit 3 rox source trust --fingerprint SHA256:0000000000000000000000000000000000000000000
[[ ! -s $servers/known_hosts ]] || fail 'a wrong key was written'
expect_exit 0 rox source trust --fingerprint "$fingerprint"
expect_exit 0 rox source trust
expect_stdout 'known already'
expect_exit 0 rox run
expect_equal "$(rows)" 10

# Keys of an agent do, whatever their kind.
ssh-keygen -q -t rsa -b 3072 -N '' -f "$scratch/rsa" && cat "$scratch/rsa.pub" >>"$servers/ssh/authorized"
eval "$(ssh-agent -s)" >/dev/null
at_exit kill "$SSH_AGENT_PID"
ssh-add -q "$scratch/rsa"
remote_project agent "$sftp_url/*.csv" 'user = "erp"' "known_hosts = \"$servers/known_hosts\""
expect_exit 0 rox source check -C agent
ssh-add -q -D
expect_exit 3 rox source check -C agent

# The server has another key all of a sudden.
stop_sshd
rm "$servers/ssh/host" "$servers/ssh/host.pub"
(cd "$servers/ssh" && ssh-keygen -q -t ed25519 -N '' -f host && if [[ $(id -u) == 0 ]]; then chown 65534 host; fi)
start_sshd
at_exit stop_sshd
orders 11 20 >"$there/out/orders_2.csv"
expect_exit 3 rox run
expect_stderr 'shows another key'
expect_not_contains '--no-fetch'
expect_exit 3 rox source trust --yes
expect_equal "$(rows)" 10

# A key that the server doesn't take.
ssh-keygen -q -R "[127.0.0.1]:$sftp_port" -f "$servers/known_hosts" >/dev/null 2>&1
expect_exit 0 rox source trust --yes
rm "$servers/key" && ssh-keygen -q -t ed25519 -N '' -f "$servers/key"
expect_exit 3 rox run
expect_stderr 'neither by a key nor by a password'

start_https expired.pem
remote_project web "$https_url/*.csv" "${https_settings[@]}"
expect_exit 3 rox run -C web
expect_stderr 'certificate has expired'
end_server "$nginx"
start_https
remote_project web "$https_url/*.csv" # no ca
expect_exit 3 rox run -C web
expect_stderr "isn't trusted here; [source] ca"
expect_exit 2 rox source trust -C web
start_ftps
remote_project ftp "$ftps_url/*.csv" 'user = "erp"'
expect_exit 3 rox run -C ftp
expect_stderr "isn't trusted here; [source] ca"
expect_equal "$(grep -c LOGIN "$servers/ftps.log" || true)" 0

# What scripts/fresh and scripts/try-packages share: a Debian 12 that has nothing, as a folder. To be sourced, as root, where
# mounts end with the script (unshare --mount).

# make_debian FOLDER: gets of this machine only the way to the package registries: sources and settings of apt, certificate
# authorities, proxies.
make_debian() {
  local root=$1 mirror settings
  mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' | awk '$2 == "bookworm" { print $1; exit }')
  debootstrap --variant=minbase bookworm "$root" "${mirror:-http://deb.debian.org/debian}" >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    return 1
  }
  rm -f "$root/etc/apt/sources.list" # debootstrap's own, beside those of this machine
  for settings in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/resolv.conf /etc/hosts \
    /usr/local/share/ca-certificates; do
    if [[ -e $settings ]]; then
      mkdir -p "$root$(dirname "$settings")"
      cp -rL "$settings" "$root$(dirname "$settings")/"
    fi
  done
}

# mount_system FOLDER: what programs expect of a running system.
mount_system() {
  mount -t proc proc "$1/proc"
  mount --rbind /sys "$1/sys"
  mount --rbind /dev "$1/dev"
  mount -t tmpfs tmpfs "$1/dev/shm"
}

# in_debian FOLDER COMMAND: a line of shell, there.
in_debian() {
  local ways_out
  mapfile -t ways_out < <(env | grep -iE '^([a-z]+_proxy|[A-Z_]*CA_?(BUNDLE|CERTS|INFO|FILE)|SSL_CERT_(FILE|DIR)|PIP_CERT|MAVEN_REPOSITORY)=' || true)
  chroot "$1" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${ways_out[@]}" /bin/bash -c "$2"
}

#!/bin/bash
# scripts/demo takes a package where there is one of the commit that is checked out, and says so; of any other one it says that it
# doesn't, and builds.
source "$(dirname "$0")/fixtures/lib.sh"

need git cmake
git_as() { git -c user.name=somebody -c user.email=somebody@example.org "$@"; }
mkdir -p scripts projects/rox-bikes tools
cp "$REPO/scripts/demo" scripts/
printf '#!/bin/sh\necho "nothing is missing"\n' >scripts/setup
chmod +x scripts/setup
printf '/build/\n' >.gitignore
git init -q .
git_as add -A
git_as commit -qm first
commit() { git describe --always '--exclude=*' --abbrev=12; }
# A program that says where it is from, in a package and as a build.
printf '#!/bin/sh\necho "packaged: $1"\n' >"$scratch/packaged"
printf '#!/bin/sh\necho "built: $1"\n' >"$scratch/built"
chmod +x "$scratch/packaged" "$scratch/built"
package() { # package COMMIT
  local folder=rox-0.1.0-linux-$(uname -m)
  mkdir -p "build/packages" "$scratch/$folder/bin"
  cp "$scratch/packaged" "$scratch/$folder/bin/rox"
  tar -C "$scratch" -czf "build/packages/$folder.tar.gz" "$folder"
  echo "rox 0.1.0 (commit $1)" >build/packages/commit
}
printf '#!/bin/sh\nmkdir -p build/release && cp "%s" build/release/rox\n' "$scratch/built" >tools/cmake
chmod +x tools/cmake
git_as add -A
git_as commit -qm tools
PATH=$WORK/tools:$PATH

expect_exit 0 scripts/demo
expect_stdout 'built: analyze'

package "$(commit)"
expect_exit 0 scripts/demo
expect_stdout 'Taking the package of this commit'
expect_stdout 'packaged: analyze'
expect_stdout 'PATH=$PWD/build/demo/bin:$PATH'
if grep -q 'Building' "$STDOUT"; then fail 'it builds all the same'; fi

echo changed >>.gitignore
expect_exit 0 scripts/demo
expect_stdout "Not taking build/packages/rox-0.1.0-linux-$(uname -m).tar.gz: it is of commit $(commit), and this is $(commit)+"
expect_stdout 'built: analyze'
package "$(commit)+"
expect_exit 0 scripts/demo
expect_stdout 'built: analyze'

git_as commit -qam second
expect_exit 0 scripts/demo
expect_stdout 'Not taking'
expect_stdout 'built: analyze'
rm build/packages/commit
expect_exit 0 scripts/demo
expect_stdout 'it is of commit unknown'

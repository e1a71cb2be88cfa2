# SPDX-License-Identifier: MIT
# Resolves the names on standard input with the lmhosts of a folder, as Samba reads it. To be run
# with mounts of its own.
set -eu
mount --bind "$1" /etc/samba
while read -r name; do
  echo "$name $(net -s /etc/samba/smb.conf lookup host "$name" 2>/dev/null || :)"
done

#!/bin/bash
# Builds what the hardware lab boots: Debian's kernel, a small root tree, an initramfs. Packages are unpacked, never
# installed. Usage: build.sh CACHE. Exit 75: a package couldn't be downloaded.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$1
inputs=$(cat "$here"/build.sh "$here"/modules.txt "$here"/modules-early.txt "$here"/guest/*.sh | sha256sum | cut -c1-16)
if [ "$(cat "$cache/stamp" 2>/dev/null || true)" = "$inputs" ]; then exit 0; fi
mkdir -p "$cache/debs"; cd "$cache"; rm -f stamp

userland="libc6 libstdc++6 libgcc-s1 libudev1 libusb-1.0-0 udev libkmod2 kmod libacl1 libattr1 libblkid1
  libcap2 libselinux1 libpcre2-8-0 libcrypt1 libzstd1 liblzma5 libssl3 busybox-static"
kernel_package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-[0-9]/{print $2; exit}')
[ -n "$kernel_package" ] || exit 75
kernel=${kernel_package#linux-image-}

download() {
  local wanted=() name
  for name in $kernel_package $userland; do compgen -G "debs/${name}_*.deb" >/dev/null || wanted+=("$name"); done
  [ ${#wanted[@]} = 0 ] || (cd debs && apt-get -qq -o APT::Sandbox::User=root download "${wanted[@]}") || exit 75
}

# qemu boots an ELF kernel directly; unpacking the compressed one in the emulation would take 11 s of each boot.
unpack_kernel() {
  rm -rf k; mkdir k; dpkg-deb -x debs/"${kernel_package}"_*.deb k
  node -e '
    const fs = require("fs"), { spawnSync } = require("child_process");
    const [source, target] = process.argv.slice(1), image = fs.readFileSync(source);
    const magic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]);
    for (let at = image.indexOf(magic); at >= 0; at = image.indexOf(magic, at + 1)) {
      const { stdout } = spawnSync("xz", ["-dc", "--single-stream"], { input: image.subarray(at), maxBuffer: 2 ** 29 });
      if (stdout?.subarray(0, 4).toString("latin1") !== "\x7fELF") continue;
      fs.writeFileSync(target, stdout); process.exit(0);
    }
    process.exit(1)' "k/boot/vmlinuz-$kernel" vmlinux
}

make_root() {
  rm -rf root; mkdir root
  local name
  for name in $userland; do dpkg-deb -x debs/"${name}"_*.deb root; done
  cd root
  rm -rf usr/share/{doc,man,locale,lintian,bug,initramfs-tools,bash-completion} usr/lib/x86_64-linux-gnu/{gconv,audit} lib/udev/hwdb.d
  mkdir -p proc sys dev run tmp etc/udev/rules.d root project out usr/local/bin var sbin; ln -sfn /run var/run
  # Rules for disks, networks and sound only cost time here. 60-input-id must stay: the kiosk's rules overrule it.
  (cd lib/udev/rules.d && ls | grep -vE '^(50-udev-default|50-firmware|60-serial|60-input-id|70-uaccess|73-special|80-drivers|99-)' | xargs -r rm -f)
  printf 'root:x:0:0:root:/root:/bin/sh\nraha:x:1000:1000:raha:/tmp:/bin/sh\n' > etc/passwd
  printf '%s\n' root:x:0: tty:x:5: disk:x:6: lp:x:7: kmem:x:15: dialout:x:20: cdrom:x:24: tape:x:26: audio:x:29: \
    video:x:44: plugdev:x:46: input:x:106: sgx:x:107: kvm:x:108: render:x:109: raha:x:1000: > etc/group
  printf 'passwd: files\ngroup: files\n' > etc/nsswitch.conf
  for name in $(./bin/busybox --list); do [ -e "bin/$name" ] || [ -e "sbin/$name" ] || [ -e "usr/bin/$name" ] || ln -s busybox "bin/$name"; done
  cd ..
  install -m 755 "$here/guest/lab-init.sh" root/sbin/lab-init
  ldconfig -r root 2>/dev/null || true
}

module_files() { # of the modules in a list file, with what they depend on
  grep -vE '^\s*(#|$)' "$1" | while read -r name; do modprobe -d "$PWD/k" -S "$kernel" -D "$name" | awk '$1=="insmod"{print $2}'; done | awk '!seen[$0]++'
}

# Checking a module's signature costs 50 ms in the emulation; the kernel takes unsigned ones.
unsign() {
  node -e '
    const fs = require("fs"), magic = "~Module signature appended~\n";
    for (const file of process.argv.slice(1)) {
      const bytes = fs.readFileSync(file);
      if (bytes.subarray(-magic.length).toString("latin1") !== magic) continue;
      const info = bytes.length - magic.length - 12;
      fs.writeFileSync(file, bytes.subarray(0, info - bytes.readUInt32BE(info + 8)));
    }' "$@"
}

make_modules() {
  depmod -b "$PWD/k" "$kernel"
  local target=root/lib/modules/$kernel file relative
  mkdir -p "$target"
  cp "k/lib/modules/$kernel"/modules.{order,builtin,builtin.modinfo} "$target/"
  cat <(module_files "$here/modules.txt") <(module_files "$here/modules-early.txt") | while read -r file; do
    relative=${file#"$PWD/k/lib/modules/$kernel/"}; mkdir -p "$target/$(dirname "$relative")"; cp "$file" "$target/$relative"
  done
  mapfile -t files < <(find "$target" -name '*.ko'); unsign "${files[@]}"
  depmod -b root "$kernel"
}

make_initramfs() {
  rm -rf ird; mkdir -p ird/{bin,proc,sys,dev,newroot,m}
  cp root/bin/busybox ird/bin/; ln -s busybox ird/bin/sh; install -m 755 "$here/guest/init.sh" ird/init
  local file
  module_files "$here/modules-early.txt" | while read -r file; do cp "$file" ird/m/; basename "$file" >> ird/m/order; done
  unsign ird/m/*.ko
  (cd ird && find . -print0 | LC_ALL=C sort -z | cpio --null -o -H newc --quiet) > initrd.cpio
  rm -rf ird k
}

download; unpack_kernel; make_root; make_modules; make_initramfs
echo "$inputs" > stamp

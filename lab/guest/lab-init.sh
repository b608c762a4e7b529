#!/bin/sh
# Second stage, pid 1: mounts, udev with the kiosk's rules, then the command in /out/cmd.sh. Its status goes to /out/rc
# and through isa-debug-exit to qemu's own exit status: the runner believes it only if both agree.
export PATH=/usr/local/bin:/bin:/sbin:/usr/bin:/usr/sbin HOME=/tmp TERM=dumb
up() { read -r uptime _ < /proc/uptime; echo "lab: $uptime s $*"; }
mount -t tmpfs -o mode=755 run /run; mount -t tmpfs -o mode=1777 tmp /tmp
mkdir -p /dev/pts /dev/shm; mount -t devpts pts /dev/pts; mount -t tmpfs shm /dev/shm
mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,cache=loose,ro project /project
mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,cache=none,rw out /out
modprobe -a configfs
mount -t configfs config /sys/kernel/config
mkdir -p /run/udev/rules.d; cp /out/rules/*.rules /run/udev/rules.d/
/lib/systemd/systemd-udevd --daemon --children-max=4 2>/run/udevd.log
udevadm trigger --action=add --subsystem-match=tty --sysname-match='ttyS*'
udevadm settle --timeout=20
up "booted, udev is ready"
sh /out/cmd.sh; rc=$?
up "done: $rc"
echo $rc > /out/rc; sync
[ $rc -gt 100 ] && rc=100
printf "\\x$(printf %02x $((16+rc)))" | dd of=/dev/port bs=1 seek=244 2>/dev/null
poweroff -f

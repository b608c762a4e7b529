#!/bin/busybox sh
# First stage: mount the host's root tree over 9p, read-only, and go on there.
B=/bin/busybox
$B mount -t proc proc /proc; $B mount -t sysfs sys /sys; $B mount -t devtmpfs dev /dev
while read -r module; do $B insmod "/m/$module" || echo "lab: insmod $module failed"; done < /m/order
$B mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,cache=loose,ro root /newroot || { echo 'lab: no root'; $B poweroff -f; }
for directory in proc sys dev; do $B mount --move "/$directory" "/newroot/$directory"; done
exec $B switch_root /newroot /sbin/lab-init

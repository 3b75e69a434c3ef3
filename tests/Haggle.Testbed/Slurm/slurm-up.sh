#!/bin/sh
# A real Slurm on this host: one controller, two nodes with pretended GPUs, on private ports and in a private folder. It lives as long as this script's
# standard input is open: whoever started it needs only die, and everything goes, the folder too. $1: an empty folder with a short path, $2: the first of
# 8 ports.
#
# Lines on standard input: "stop ctl", "start ctl", "stop n1", "start n1" (any node) end and start one daemon; each is answered with "done".
set -u
S=$1
P=$2
HOST=$(hostname)
export SLURM_CONF=$S/slurm.conf
mkdir -p "$S/munge" "$S/state" "$S/log" "$S/spool/n1" "$S/spool/n2" "$S/pids"
chmod 755 "$S" "$S/munge"
: >"$S/gpu0"; : >"$S/gpu1"
dd if=/dev/urandom of="$S/munge/key" bs=64 count=1 2>/dev/null
dd if=/dev/urandom of="$S/jwt.key" bs=32 count=1 2>/dev/null
chown -R munge: "$S/munge"
chmod 600 "$S/munge/key" "$S/jwt.key"

cat >"$S/slurm.conf" <<CONF
ClusterName=tb
SlurmctldHost=$HOST(127.0.0.1)
SlurmctldPort=$((P + 0))
SlurmdPort=$((P + 1))
AuthType=auth/munge
AuthInfo=socket=$S/munge/munge.sock,cred_expire=5
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=$S/jwt.key
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$S/state
SlurmdSpoolDir=$S/spool/%n
SlurmctldPidFile=$S/slurmctld.pid
SlurmdPidFile=$S/slurmd.%n.pid
SlurmctldLogFile=$S/log/slurmctld.log
SlurmdLogFile=$S/log/slurmd.%n.log
# linuxproc, on a busy machine, waits for ever for batch scripts that are gone already (22.05.8), and then the node is drained.
ProctrackType=proctrack/pgid
UnkillableStepTimeout=600
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/filetxt
JobCompLoc=$S/log/jobcomp.txt
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
JobRequeue=1
ReturnToService=2
MpiDefault=none
SlurmdParameters=config_overrides
GresTypes=gpu
DefMemPerCPU=500
KillWait=${KILL_WAIT:-5}
MinJobAge=${MIN_JOB_AGE:-300}
# A node that does not answer for so long is down: long enough for a busy machine, unless a test waits for it.
SlurmdTimeout=${SLURMD_TIMEOUT:-120}
MessageTimeout=20
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=10000
NodeName=n1 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((P + 2)) CPUs=4 RealMemory=4000 Gres=gpu:h200:2 State=UNKNOWN
NodeName=n2 NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((P + 3)) CPUs=4 RealMemory=4000 Gres=gpu:h200:2 State=UNKNOWN
PartitionName=low Nodes=n1,n2 Default=YES PriorityTier=1 PreemptMode=REQUEUE GraceTime=${GRACE:-0} MaxTime=INFINITE State=UP
PartitionName=now Nodes=n1,n2 PriorityTier=1 PreemptMode=REQUEUE GraceTime=0 MaxTime=INFINITE State=UP
PartitionName=high Nodes=n1,n2 PriorityTier=10 PreemptMode=OFF MaxTime=INFINITE State=UP
PartitionName=short Nodes=n2 PriorityTier=1 PreemptMode=OFF MaxTime=1 State=UP
CONF
cat >"$S/gres.conf" <<CONF
NodeName=n1 Name=gpu Type=h200 File=/dev/null
NodeName=n1 Name=gpu Type=h200 File=/dev/zero
NodeName=n2 Name=gpu Type=h200 File=$S/gpu[0-1]
CONF

one() {
  name=$1
  shift
  "$@" >>"$S/log/$name.out" 2>&1 </dev/null &
  echo $! >"$S/pids/$name"
}

start() {
  case $1 in
    munge) one munge setpriv --reuid munge --regid munge --clear-groups --pdeathsig KILL munged -F --force --key-file="$S/munge/key" --socket="$S/munge/munge.sock" \
      --pid-file="$S/munge/munged.pid" --log-file="$S/munge/munged.log" --seed-file="$S/munge/seed" ;;
    ctl) one ctl setpriv --pdeathsig KILL slurmctld -D -f "$SLURM_CONF" ;;
    n*) one "$1" setpriv --pdeathsig KILL slurmd -D -N "$1" -f "$SLURM_CONF" ;;
    rest) one rest setpriv --reuid nobody --regid nogroup --clear-groups --pdeathsig KILL env SLURM_JWT=daemon slurmrestd -f "$SLURM_CONF" -a rest_auth/jwt -s openapi/v0.0.38 127.0.0.1:$((P + 4)) ;;
  esac
}

stop() {
  [ -f "$S/pids/$1" ] || return 0
  kill -9 "$(cat "$S/pids/$1")" 2>/dev/null
  wait "$(cat "$S/pids/$1")" 2>/dev/null
  rm -f "$S/pids/$1"
}

everything() {
  trap '' TERM INT HUP
  timeout 3 scancel --user="$(id -un)" --signal=KILL --full >/dev/null 2>&1
  for name in rest n1 n2 ctl munge; do stop $name; done
  # Steps of jobs outlive the daemons.
  for environment in $(grep -las "^SLURM_CONF=$S/slurm.conf\$" -z /proc/[0-9]*/environ); do
    environment=${environment#/proc/}
    kill -9 "${environment%/environ}" 2>/dev/null
  done
  rm -rf "$S"
}

trap 'everything; exit 0' TERM INT HUP
start munge
until [ -S "$S/munge/munge.sock" ]; do
  if grep -q '^State:.*Z' "/proc/$(cat "$S/pids/munge")/status"; then
    echo "munged died"
    read -r _
    everything
    exit 1
  fi
  sleep 0.05
done
start ctl
start n1
start n2
[ "${REST:-}" = 1 ] && start rest
echo started
while read -r what name; do
  case $what in
    stop) stop "$name" ;;
    start) start "$name" ;;
  esac
  echo done
done
everything

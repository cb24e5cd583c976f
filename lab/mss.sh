# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Reads the MSS option off the SYNs that reach a host of the lab. Sourced after network.sh.
#
# ss(8) and TCP_MAXSEG tell what a connection makes of the option: less its timestamps, and bounded by a route. What
# arrived, only the packet tells. So the host's firewall counts, by a rule for each MSS that an Ethernet can carry: the
# rule that has counted is the answer. It needs nothing installed, expects no value, and has no moment to miss.

# watch_mss HOST: from now on; forgets what it saw before.
watch_mss() {
    local firewall
    for firewall in iptables ip6tables; do
        inside "$1" "$firewall-restore" -w <<RULES
*mangle
:MSS -
-A INPUT -p tcp --tcp-flags SYN,RST SYN -j MSS
$(seq -f '-A MSS -p tcp -m tcpmss --mss %g -j RETURN' 0 1500)
-A MSS -p tcp -m tcpmss --mss 1501:65535 -j RETURN
COMMIT
RULES
    done
}

# seen_mss HOST FIREWALL: what arrived since watch_mss, with a comma between different values; "none" where no SYN had
# the option. FIREWALL is iptables for IPv4, ip6tables for IPv6.
seen_mss() {
    local seen
    seen=$(inside "$1" "$2-save" -c -t mangle | sed -n '/^\[0:/d; s/.*-A MSS .*--mss \([0-9:]*\).*/\1/p' | paste -sd ,)
    echo "${seen:-none}"
}

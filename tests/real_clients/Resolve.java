// SPDX-License-Identifier: MIT
// Prints what jCIFS finds in its LMHOSTS file: each name given, and its address if there is one.
import jcifs.netbios.Lmhosts;
import jcifs.netbios.NbtAddress;

public class Resolve {
    public static void main(String[] names) throws Exception {
        for (String name : names) {
            NbtAddress found = Lmhosts.getByName(name);
            System.out.println(name + " " + (found == null ? "" : found.getHostAddress()));
        }
    }
}

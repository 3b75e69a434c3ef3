namespace Haggle.Agent.Views;

/// <summary>The shell script that makes a view: runs in a mount namespace of its own, so that whatever it mounts is seen by what it starts and by nobody else.</summary>
internal static class ViewScript
{
    /// <summary>
    /// $1: an empty folder; then any number of "grow FOLDER", "folder SOURCE PLACE" and "file SOURCE PLACE"; then "--" and the command that has the view. To grow a
    /// folder where nobody here may add a name is to mount an empty one there and every entry of the real one in it: each is the real thing, and names can
    /// be added. Mount keeps no table (-n): it is not the system's business.
    /// </summary>
    public const string Text = """
        set -eu
        here=$(pwd)
        stage=$1
        shift
        grow() {
          mount -n -t tmpfs -o mode=0755 haggle "$stage"
          for entry in "${1%/}"/* "${1%/}"/.[!.]* "${1%/}"/..?*; do
            target=$stage/${entry##*/}
            if [ -L "$entry" ]; then ln -s "$(readlink "$entry")" "$target"
            elif [ -d "$entry" ]; then mkdir "$target"; mount -n --rbind "$entry" "$target"
            elif [ -e "$entry" ]; then : >"$target"; mount -n --bind "$entry" "$target"
            fi
          done
          if [ "$1" != / ]; then mount -n --move "$stage" "$1"; return; fi
          cd "$stage"
          pivot_root . .
          umount -n -l .
          cd /
        }
        while [ "$1" != -- ]; do
          case $1 in
            grow) grow "$2"; shift 2 ;;
            folder) mkdir -p "$3"; mount -n --rbind "$2" "$3"; shift 3 ;;
            file) mkdir -p "${3%/*}"; [ -e "$3" ] || : >"$3"; mount -n --bind "$2" "$3"; shift 3 ;;
          esac
        done
        shift
        cd "$here"
        exec "$@"
        """;
}

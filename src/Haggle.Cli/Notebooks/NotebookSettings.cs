using System.Text;
using System.Text.Json;

namespace Haggle.Cli.Notebooks;

/// <summary>What the script on the machine is told.</summary>
internal sealed record NotebookSettings
{
    private const string Resource = "notebook.py";

    /// <summary>Whether it is started beside a program (and goes on when its caller leaves); otherwise it is the program.</summary>
    public bool Beside { get; set; }

    /// <summary>Only waits for the server that is the run's program.</summary>
    public bool Wait { get; set; }

    /// <summary>Whether JupyterLab may be installed on the machine.</summary>
    public bool Install { get; set; }

    /// <summary>After so long without use the server ends; 0: never.</summary>
    public double IdleSeconds { get; set; }

    public string Json() => JsonSerializer.Serialize(this, NotebookJson.Default.NotebookSettings);

    /// <summary>The script with these settings in front, to be sent as a program's input: nothing of it is an argument that others could read.</summary>
    public byte[] Script(string token)
    {
        var environment = new Dictionary<string, string> { ["HAGGLE_NOTEBOOK"] = Json(), ["JUPYTER_TOKEN"] = token };
        // A JSON object of texts is a dictionary of Python as well.
        return Encoding.UTF8.GetBytes($"import os\nif 'HAGGLE_NOTEBOOK' in os.environ: os.environ['HAGGLE_NOTEBOOK_IS_RUN'] = '1'\nos.environ.update({JsonSerializer.Serialize(environment, NotebookJson.Default.DictionaryStringString)})\n{Text()}");
    }

    public static string Text()
    {
        using var stream = typeof(NotebookSettings).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("the notebook script is missing from the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

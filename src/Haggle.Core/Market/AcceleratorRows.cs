namespace Haggle.Core.Market;

/// <summary>
/// The figures of every accelerator: name, maker, architecture, compute capability, release, and figures. A figure ends in the letter of its source
/// (see <see cref="FigureSource"/>): e Epoch AI, "Machine Learning Hardware" (CC-BY, as of 2026-01); t the RightNow GPU database (TechPowerUp's figures, 2026-01);
/// a AWS, the DescribeInstanceTypes records (2026-08) and the Neuron documentation (2026); v the vendor's data sheet, not checked against any of those;
/// d computed from other figures by a whole ratio of the vendor's architecture paper. FP16 tensor to FP32 is 8 for Turing, 16 for GA100 (A30, A100), 4 for
/// other Ampere and later cards without HBM; TF32 is half of FP16 tensor, FP8 twice; CDNA 3 and 4 issue FP32 twice. Cards with several chips (K80, M60, A16)
/// are given for one, as clouds rent them, with their share of the board's power. Tensor rates are dense. A test holds every figure against its source.
/// </summary>
internal static class AcceleratorRows
{
    // gb: memory; fp32, tensor (FP16 or BF16), tf32, fp8: TFLOPS; bw: GB/s; tdp: watts.
    public const string Text = """
        K80|NVIDIA|Kepler|3.7|2014-11-17|gb=12t fp32=4.11t bw=240.6t tdp=150d
        M40|NVIDIA|Maxwell|5.2|2015-11-10|gb=12t fp32=6.83t bw=288.4t tdp=250t
        M60|NVIDIA|Maxwell|5.2|2015-08-30|gb=8t fp32=4.83t bw=160.4t tdp=150d
        P4|NVIDIA|Pascal|6.1|2016-09-13|gb=8t fp32=5.7t bw=192.3t tdp=75t
        P40|NVIDIA|Pascal|6.1|2016-09-13|gb=24t fp32=11.76t bw=347.1t tdp=250t
        P100|NVIDIA|Pascal|6.0|2016-04-05|gb=16t fp32=10.61t bw=732.2t tdp=300t
        P100-PCIE|NVIDIA|Pascal|6.0|2016-06-20|gb=16e fp32=9.526e bw=732e tdp=250e
        V100|NVIDIA|Volta|7.0|2017-06-21|gb=16t fp32=15.67e tensor=125e bw=897e tdp=300e
        V100-PCIE|NVIDIA|Volta|7.0|2017-06-21|gb=16e fp32=14.13e tensor=112e bw=897e tdp=250e
        V100-32GB|NVIDIA|Volta|7.0|2018-03-27|gb=32t fp32=15.67e tensor=125e bw=898e tdp=300e
        V100-32GB-PCIE|NVIDIA|Volta|7.0|2018-03-27|gb=32e fp32=14.13e tensor=112e bw=897e tdp=250e
        T4|NVIDIA|Turing|7.5|2018-09-13|gb=16t fp32=8.14t tensor=65.13e bw=320t tdp=70t
        T4g|NVIDIA|Turing|7.5|2018-09-13|gb=16a fp32=8.14t tensor=65.12d bw=320t tdp=70t
        A2|NVIDIA|Ampere|8.6|2021-11-10|gb=16t fp32=4.53t tensor=18.12d tf32=9.06d bw=200.1t tdp=60t
        A10|NVIDIA|Ampere|8.6|2021-04-12|gb=24t fp32=31.24t tensor=125d tf32=62.48d bw=600.2t tdp=150t
        A10G|NVIDIA|Ampere|8.6|2021-04-12|gb=24t fp32=31.52t tensor=70v tf32=35v bw=600.2t tdp=150t
        A16|NVIDIA|Ampere|8.6|2021-04-12|gb=16t fp32=4.49t tensor=17.96d tf32=8.98d bw=200.1t tdp=62.5d
        A30|NVIDIA|Ampere|8.0|2021-04-12|gb=24t fp32=10.32t tensor=165.1d tf32=82.56d bw=933.1t tdp=165t
        A40|NVIDIA|Ampere|8.6|2020-10-05|gb=48t fp32=37.42t tensor=149.7e tf32=74.8e bw=695.8t tdp=300t
        A100|NVIDIA|Ampere|8.0|2020-05-14|gb=40t fp32=19.49t tensor=312e tf32=156e bw=1560t tdp=400t
        A100-PCIE|NVIDIA|Ampere|8.0|2020-06-22|gb=40t fp32=19.49t tensor=312e tf32=156e bw=1560t tdp=250t
        A100-80GB|NVIDIA|Ampere|8.0|2020-11-16|gb=80t fp32=19.49t tensor=312e tf32=156e bw=2039e tdp=400t
        A100-80GB-PCIE|NVIDIA|Ampere|8.0|2021-06-28|gb=80t fp32=19.49t tensor=311.8d tf32=155.9d bw=1940t tdp=300t
        A800|NVIDIA|Ampere|8.0|2022-08-11|gb=80t fp32=19.5e tensor=311.8e tf32=155.9e bw=2040e tdp=400e
        L4|NVIDIA|Ada|8.9|2023-03-21|gb=24t fp32=30.29t tensor=121e tf32=60e fp8=242d bw=300.1t tdp=72t
        L20|NVIDIA|Ada|8.9|2023-11-16|gb=48t fp32=59.35t tensor=119.5e tf32=59.8e fp8=239d bw=864t tdp=275t
        L40|NVIDIA|Ada|8.9|2022-10-13|gb=48t fp32=90.52t tensor=181e tf32=90.5d fp8=362d bw=864t tdp=300t
        L40S|NVIDIA|Ada|8.9|2022-10-13|gb=48t fp32=91.61t tensor=366.4d tf32=183.2d fp8=732.9d bw=864t tdp=300t
        H20|NVIDIA|Hopper|9.0|2023-11-09|gb=96e fp32=44e tensor=148e tf32=74e fp8=296d bw=4000e tdp=400e
        H100|NVIDIA|Hopper|9.0|2022-09-20|gb=80t fp32=66.91t tensor=989.4e tf32=494.7e fp8=1979d bw=3350e tdp=700t
        H100-PCIE|NVIDIA|Hopper|9.0|2022-09-20|gb=80t fp32=51.22t tensor=756e tf32=378e fp8=1512d bw=2040e tdp=350t
        H100-NVL|NVIDIA|Hopper|9.0|2024-03-14|gb=94e fp32=60.32t tensor=835.5e tf32=417.8d fp8=1671d bw=3938e tdp=400e
        H800|NVIDIA|Hopper|9.0|2023-03-21|gb=80e fp32=59.3e tensor=989e tf32=454.5e bw=3360e tdp=700e
        H200|NVIDIA|Hopper|9.0|2024-11-18|gb=141a fp32=66.9e tensor=989.5e tf32=494.5e fp8=1979d bw=4800e tdp=700e
        H200-NVL|NVIDIA|Hopper|9.0|2024-11-18|gb=141t fp32=60.32t tensor=835.5v tf32=417.8d fp8=1671d bw=4890t tdp=600t
        GH200|NVIDIA|Hopper|9.0|2023-08-08|gb=96v fp32=66.9e tensor=989.5e tf32=494.5e fp8=1979d bw=4000v tdp=700e
        B100|NVIDIA|Blackwell|10.0|2024-11-15|gb=192e tensor=1750e tf32=875e fp8=3500e bw=8000e tdp=700e
        B200|NVIDIA|Blackwell|10.0|2024-11-15|gb=180e fp32=74.45t tensor=2250e tf32=1125e fp8=4500e bw=7700e tdp=1000e
        GB200|NVIDIA|Blackwell|10.0|2025-02-15|gb=186e fp32=80v tensor=2500e tf32=1250e fp8=5000e bw=8000e tdp=1200e
        B300|NVIDIA|Blackwell Ultra|10.3|2025-08-22|gb=288a fp32=75e tensor=2250e tf32=1100e fp8=4500e bw=7700e tdp=1100e
        GB300|NVIDIA|Blackwell Ultra|10.3|2025-08-22|gb=288e fp32=80e tensor=2500e tf32=1250e fp8=5000e bw=8000e tdp=1400e
        GTX1050Ti|NVIDIA|Pascal|6.1|2016-10-25|gb=4t fp32=2.14t bw=112.1t tdp=75t
        GTX1060|NVIDIA|Pascal|6.1|2016-07-19|gb=6t fp32=4.38t bw=192.2t tdp=120t
        GTX1070|NVIDIA|Pascal|6.1|2016-06-10|gb=8t fp32=6.46t bw=256.3t tdp=150t
        GTX1070Ti|NVIDIA|Pascal|6.1|2017-11-02|gb=8t fp32=8.19t bw=256.3t tdp=180t
        GTX1080|NVIDIA|Pascal|6.1|2016-05-27|gb=8t fp32=8.87t bw=320.3t tdp=180t
        GTX1080Ti|NVIDIA|Pascal|6.1|2017-03-10|gb=11t fp32=11.34t bw=484.4t tdp=250t
        GTX1650|NVIDIA|Turing|7.5|2019-04-23|gb=4t fp32=2.98t bw=128.1t tdp=75t
        GTX1660|NVIDIA|Turing|7.5|2019-03-14|gb=6t fp32=5.03t bw=192.1t tdp=120t
        GTX1660Super|NVIDIA|Turing|7.5|2019-10-29|gb=6t fp32=5.03t bw=336t tdp=125t
        GTX1660Ti|NVIDIA|Turing|7.5|2019-02-22|gb=6t fp32=5.44t bw=288t tdp=120t
        TitanX|NVIDIA|Maxwell|5.2|2015-03-17|gb=12t fp32=6.69t bw=336.6t tdp=250t
        TitanXp|NVIDIA|Pascal|6.1|2017-04-06|gb=12t fp32=12.15t bw=547.6t tdp=250t
        TitanV|NVIDIA|Volta|7.0|2017-12-07|gb=12t fp32=14.9t tensor=110v bw=651.3t tdp=250t
        TitanRTX|NVIDIA|Turing|7.5|2018-12-18|gb=24t fp32=16.31t tensor=130.5d bw=672t tdp=280t
        RTX2060|NVIDIA|Turing|7.5|2019-01-07|gb=6t fp32=6.45t tensor=51.6d bw=336t tdp=160t
        RTX2060Super|NVIDIA|Turing|7.5|2019-07-09|gb=8t fp32=7.18t tensor=57.44d bw=448t tdp=175t
        RTX2070|NVIDIA|Turing|7.5|2018-10-17|gb=8t fp32=7.46t tensor=59.68d bw=448t tdp=175t
        RTX2070Super|NVIDIA|Turing|7.5|2019-07-09|gb=8t fp32=9.06t tensor=72.48d bw=448t tdp=215t
        RTX2080|NVIDIA|Turing|7.5|2018-09-20|gb=8t fp32=10.07t tensor=80.56d bw=448t tdp=215t
        RTX2080Super|NVIDIA|Turing|7.5|2019-07-23|gb=8t fp32=11.15t tensor=89.2d bw=495.9t tdp=250t
        RTX2080Ti|NVIDIA|Turing|7.5|2018-09-20|gb=11t fp32=13.45t tensor=113.8e bw=616t tdp=250t
        RTX3050|NVIDIA|Ampere|8.6|2022-01-04|gb=8t fp32=9.1t tensor=36.4d bw=224t tdp=130t
        RTX3060|NVIDIA|Ampere|8.6|2021-01-12|gb=12t fp32=12.74t tensor=50.96d bw=360t tdp=170t
        RTX3060-8GB|NVIDIA|Ampere|8.6|2022-10-28|gb=8t fp32=12.74t tensor=50.96d bw=240t tdp=170t
        RTX3060Ti|NVIDIA|Ampere|8.6|2020-12-01|gb=8t fp32=16.2t tensor=64.8d bw=448t tdp=200t
        RTX3070|NVIDIA|Ampere|8.6|2020-09-01|gb=8t fp32=20.31t tensor=81.24d bw=448t tdp=220t
        RTX3070Ti|NVIDIA|Ampere|8.6|2021-05-31|gb=8t fp32=21.75t tensor=87d bw=608.3t tdp=290t
        RTX3080|NVIDIA|Ampere|8.6|2020-09-01|gb=10t fp32=29.77t tensor=119.1d bw=760.3t tdp=320t
        RTX3080Ti|NVIDIA|Ampere|8.6|2021-05-31|gb=12t fp32=34.1t tensor=136.4d bw=912.4t tdp=350t
        RTX3090|NVIDIA|Ampere|8.6|2020-09-01|gb=24t fp32=35.58t tensor=142.3d bw=936.2t tdp=350t
        RTX3090Ti|NVIDIA|Ampere|8.6|2022-01-27|gb=24t fp32=40t tensor=160d tf32=40e bw=1010t tdp=450t
        RTX4060|NVIDIA|Ada|8.9|2023-05-18|gb=8t fp32=15.11t tensor=60.44d bw=272t tdp=115t
        RTX4060Ti|NVIDIA|Ada|8.9|2023-05-18|gb=8t fp32=22.06t tensor=88.24d bw=288t tdp=160t
        RTX4060Ti-16GB|NVIDIA|Ada|8.9|2023-05-18|gb=16t fp32=22.06t tensor=88.24d bw=288t tdp=165t
        RTX4070|NVIDIA|Ada|8.9|2023-04-12|gb=12t fp32=29.15t tensor=116.6d bw=504.2t tdp=200t
        RTX4070Super|NVIDIA|Ada|8.9|2024-01-08|gb=12t fp32=35.48t tensor=141.9d bw=504.2t tdp=220t
        RTX4070Ti|NVIDIA|Ada|8.9|2023-01-03|gb=12t fp32=40.09t tensor=160.4d bw=504.2t tdp=285t
        RTX4070TiSuper|NVIDIA|Ada|8.9|2024-01-08|gb=16t fp32=44.1t tensor=176.4d bw=672.3t tdp=285t
        RTX4080|NVIDIA|Ada|8.9|2022-09-20|gb=16t fp32=48.74t tensor=195d bw=716.8t tdp=320t
        RTX4080Super|NVIDIA|Ada|8.9|2024-01-08|gb=16t fp32=52.22t tensor=208.9d bw=736.3t tdp=320t
        RTX4090|NVIDIA|Ada|8.9|2022-09-20|gb=24t fp32=82.58t tensor=330.3d tf32=82.6e bw=1010t tdp=450t
        RTX4090D|NVIDIA|Ada|8.9|2023-12-28|gb=24t fp32=73.54t tensor=294.2d bw=1010t tdp=425t
        RTX5060|NVIDIA|Blackwell|12.0|2025-05-19|gb=8t fp32=19.18t tensor=76.72d bw=448t tdp=145t
        RTX5060Ti|NVIDIA|Blackwell|12.0|2025-04-16|gb=16t fp32=23.7t tensor=94.8d bw=448t tdp=180t
        RTX5070|NVIDIA|Blackwell|12.0|2025-03-04|gb=12t fp32=30.87t tensor=123.5d bw=672t tdp=250t
        RTX5070Ti|NVIDIA|Blackwell|12.0|2025-02-20|gb=16t fp32=43.94t tensor=175.8d bw=896t tdp=300t
        RTX5080|NVIDIA|Blackwell|12.0|2025-01-30|gb=16t fp32=56.28t tensor=225.1d bw=960t tdp=360t
        RTX5090|NVIDIA|Blackwell|12.0|2025-01-30|gb=32t fp32=104.8t tensor=419.2d bw=1790t tdp=575t
        RTX4000|NVIDIA|Turing|7.5|2018-11-13|gb=8t fp32=7.12t tensor=56.96d bw=416t tdp=160t
        RTX5000|NVIDIA|Turing|7.5|2018-08-13|gb=16t fp32=11.15t tensor=89.2d bw=448t tdp=230t
        RTX6000|NVIDIA|Turing|7.5|2018-08-13|gb=24t fp32=16.31t tensor=130.5d bw=672t tdp=260t
        RTX8000|NVIDIA|Turing|7.5|2018-08-13|gb=48t fp32=16.31t tensor=130.5d bw=672t tdp=260t
        RTXA2000|NVIDIA|Ampere|8.6|2021-11-23|gb=12t fp32=7.99t tensor=31.96d bw=288t tdp=70t
        RTXA4000|NVIDIA|Ampere|8.6|2021-04-12|gb=16t fp32=19.17t tensor=76.68d bw=448t tdp=140t
        RTXA4500|NVIDIA|Ampere|8.6|2021-11-23|gb=20t fp32=23.65t tensor=94.6d bw=640t tdp=200t
        RTXA5000|NVIDIA|Ampere|8.6|2021-04-12|gb=24t fp32=27.77t tensor=111.1d bw=768t tdp=230t
        RTXA5500|NVIDIA|Ampere|8.6|2022-03-22|gb=24t fp32=34.1t tensor=136.4d bw=768t tdp=230t
        RTXA6000|NVIDIA|Ampere|8.6|2020-10-05|gb=48t fp32=38.71t tensor=154.8d bw=768t tdp=300t
        RTX2000-Ada|NVIDIA|Ada|8.9|2024-02-12|gb=16t fp32=12t tensor=48d bw=256t tdp=70t
        RTX4000-Ada|NVIDIA|Ada|8.9|2023-08-09|gb=20t fp32=26.73t tensor=106.9d bw=360t tdp=130t
        RTX4500-Ada|NVIDIA|Ada|8.9|2023-08-09|gb=24t fp32=39.63t tensor=158.5d bw=432t tdp=210t
        RTX5000-Ada|NVIDIA|Ada|8.9|2023-08-09|gb=32t fp32=65.28t tensor=261.1d bw=576t tdp=250t
        RTX5880-Ada|NVIDIA|Ada|8.9|2024-01-05|gb=48t fp32=69.27t tensor=277.1d bw=864t tdp=285t
        RTX6000-Ada|NVIDIA|Ada|8.9|2022-12-03|gb=48t fp32=91.06t tensor=364.2d fp8=729e bw=960t tdp=300t
        RTXPRO4000|NVIDIA|Blackwell|12.0|2025-03-18|gb=24t fp32=36.83t tensor=147.3d bw=672t tdp=140t
        RTXPRO4500|NVIDIA|Blackwell|12.0|2025-03-18|gb=32t fp32=50.53t tensor=202.1d bw=896t tdp=200t
        RTXPRO5000|NVIDIA|Blackwell|12.0|2025-03-18|gb=48t fp32=66.94t tensor=267.8d bw=1340t tdp=300t
        RTXPRO6000|NVIDIA|Blackwell|12.0|2025-03-18|gb=96t fp32=126t tensor=504d bw=1790t tdp=600t
        MI25|AMD|GCN 5||2017-06-27|gb=16t fp32=12.29t bw=436.2t tdp=300t
        MI50|AMD|GCN 5||2018-11-18|gb=16t fp32=13.41t bw=1020t tdp=300t
        MI60|AMD|GCN 5||2018-11-18|gb=32t fp32=14.75t bw=1020t tdp=300t
        MI100|AMD|CDNA||2020-11-16|gb=32t fp32=23.07t tensor=184.6t bw=1230t tdp=300t
        MI210|AMD|CDNA 2||2021-12-01|gb=64t fp32=22.63t tensor=181t bw=1640t tdp=300t
        MI250|AMD|CDNA 2||2021-11-08|gb=128t fp32=45.26t tensor=362.1t bw=3280t tdp=500t
        MI250X|AMD|CDNA 2||2021-11-08|gb=128t fp32=47.87t tensor=383e bw=3280t tdp=500t
        MI300A|AMD|CDNA 3||2023-12-06|gb=128e fp32=122.6e tensor=980.6e tf32=490.3e bw=5300e tdp=750t
        MI300X|AMD|CDNA 3||2023-12-06|gb=192e fp32=163.4e tensor=1307e tf32=653.7e fp8=2614d bw=5300e tdp=750t
        MI308X|AMD|CDNA 3||2023-12-06|gb=192e fp32=81.72t bw=5300v tdp=750t
        MI325X|AMD|CDNA 3||2024-10-10|gb=256e fp32=163.4e tensor=1307e tf32=653.7e fp8=2614d bw=6000e tdp=1000e
        MI350X|AMD|CDNA 4||2025-06-12|gb=288e fp32=144.2d tensor=2310e fp8=4600e bw=8000e tdp=1000e
        MI355X|AMD|CDNA 4||2025-06-12|gb=288e fp32=157.3d tensor=2517e fp8=5034d bw=8000e tdp=1400e
        V520|AMD|RDNA||2020-12-01|gb=8t fp32=7.37t bw=512t tdp=225t
        V620|AMD|RDNA 2||2021-11-04|gb=32t fp32=20.28t bw=512t tdp=300t
        V710|AMD|RDNA 3||2024-10-03|gb=28t fp32=27.65t bw=504t tdp=158t
        TPU-v2|Google|TPU||2017-05-01|gb=16e fp32=3e tensor=45e bw=600e tdp=280e
        TPU-v3|Google|TPU||2018-05-18|gb=32e tensor=123e bw=900e tdp=220e
        TPU-v4|Google|TPU||2021-05-20|gb=32e tensor=275e bw=1200e tdp=170e
        TPU-v5e|Google|TPU||2023-08-29|gb=16e tensor=197e bw=819e tdp=140e
        TPU-v5p|Google|TPU||2023-12-06|gb=95e tensor=459e bw=2765e
        TPU-v6e|Google|TPU||2024-05-14|gb=32e tensor=918e bw=1640e
        TPU-v7|Google|TPU||2025-11-06|gb=192e tensor=2307e fp8=4614e bw=7370e tdp=980e
        Trainium|AWS|NeuronCore v2||2022-10-15|gb=32a fp32=47.5e tensor=190e tf32=190e bw=820a
        Trainium2|AWS|NeuronCore v3||2024-12-03|gb=96e fp32=181a tensor=667e fp8=1299e bw=2900e tdp=500e
        Trainium3|AWS|NeuronCore v4||2025-12-02|gb=144a fp32=183a tensor=671a fp8=2517a bw=4900a
        Inferentia|AWS|NeuronCore v1||2019-12-03|gb=8a tensor=64a bw=50a
        Inferentia2|AWS|NeuronCore v2||2023-04-13|gb=32e fp32=47.5e tensor=190e tf32=190e fp8=190e bw=820e
        Gaudi|Intel|Gaudi||2019-06-18|gb=32v bw=1000v tdp=300e
        Gaudi2|Intel|Gaudi 2||2022-05-10|gb=96e tensor=450e fp8=865e bw=2450e tdp=600e
        Gaudi3|Intel|Gaudi 3||2024-09-24|gb=128e fp32=14.3e tensor=1678e tf32=459e fp8=1678e bw=3700e tdp=900e
        """;
}
